import { describe, expect, it } from 'vitest';
import { AuditEvent } from '@/server/audit/schema/event';
import { evidenceBundle } from '@/server/reports/rules/bundle';
import { logKey, sha256 } from './golden/keys';
import type { Twist } from './golden/log';
import { pack, zipOf } from './golden/pack';
import { story } from './golden/story';
import { exitCodeOf } from './report';
import { verifyBundle, type VerifyOptions } from './verify-bundle';

const good = story();
const zip = await pack(good.parts);
const trustPolicy = `# the log of this test\nlog ${good.vkey}\nquorum none\n`;
const failed = (bytes: Buffer, options: VerifyOptions = { trustPolicy }) => {
  const report = verifyBundle(bytes, options);
  const wrong = report.checks.filter(({ ok }) => !ok);
  return {
    report,
    code: exitCodeOf(report),
    names: wrong.map(({ name }) => name),
    details: wrong.map(({ detail }) => detail).join('\n'),
  };
};
const twisted = async (twist: Twist) =>
  failed(await pack(story(twist).parts), { trustPolicy: `log ${story(twist).vkey}` });

describe('a bundle that holds', () => {
  it('verifies with a trust policy, or with an earlier checkpoint', () => {
    expect(failed(zip)).toMatchObject({ code: 0, names: [] });
    const report = verifyBundle(zip, { previous: good.head(5) });
    expect(exitCodeOf(report)).toBe(0);
    expect(report).toMatchObject({ ok: true, firstBadIndex: null, events: 8, treeSize: 8, incomplete: [] });
    expect(report.checks.map(({ name }) => name)).toEqual([
      'archive',
      'manifest',
      'leaves',
      'log keys',
      'checkpoint',
      'tree',
      'consistency',
      'manifest signature',
      'events',
      'release',
      'sign-offs',
      'quorum',
      'decisions',
    ]);
    expect(report.checks.find(({ name }) => name === 'quorum')?.detail).toContain('1 counted, complete');
  });

  it('is incomplete without anything from outside, and says so', () => {
    const { report, code } = failed(zip, {});
    expect(code).toBe(2);
    expect(report.incomplete[0]).toContain('No outside checkpoint');
    expect(failed(zip, { trustPolicy: trustPolicy.replace('none', 'w') }).code).toBe(2);
  });

  it('is made of events of the schema, and is the same archive each time apart from random signatures', () => {
    for (const { body } of good.events) AuditEvent.parse(JSON.parse(Buffer.from(body).toString()));
    expect(evidenceBundle(good.parts, sha256)).toEqual(evidenceBundle(good.parts, sha256));
  });
});

describe('one flipped byte', () => {
  it('in any event is found and named', () => {
    const at = zip.indexOf(Buffer.from(good.events[0]?.body ?? []));
    let start = at;
    good.events.forEach(({ id, body }, index) => {
      const bad = Buffer.from(zip);
      bad[start + (body.length >> 1)] = (bad[start + (body.length >> 1)] ?? 0) ^ 1;
      const { report, code, details } = failed(bad);
      expect([code, report.firstBadIndex]).toEqual([1, index]);
      if (index > 0) expect(details).toContain(`index ${index} (event ${id}): expected leaf hash`);
      start += body.length + 1;
    });
  });

  it('anywhere in the archive never passes', () => {
    for (let at = 0; at < zip.length; at += 97) {
      const bad = Buffer.from(zip);
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      const { code, report } = failed(bad);
      // Times, versions and attributes in ZIP headers carry nothing.
      if (code === 0) expect(report.checks.every(({ ok }) => ok)).toBe(true);
      else expect(code).toBe(1);
    }
  });
});

describe('a log that was tampered with', () => {
  const repack = (change: (bodies: Uint8Array[]) => Uint8Array[]) => {
    const bodies = change(good.events.map(({ body }) => body));
    const events = bodies.map((body, n) => ({ ...(good.events[n] ?? { id: 'new', at_us: 1 }), body }));
    return pack({ ...good.parts, log: { ...good.parts.log, events } });
  };

  it('by editing an event and everything that lists it', async () => {
    const edit = (body: Uint8Array) =>
      Buffer.from(Buffer.from(body).toString().replace('compliance_officer', 'compliance_0fficer'));
    const { names, code } = failed(
      await repack((bodies) => bodies.map((body, n) => (n === 4 ? edit(body) : body))),
    );
    expect([code, names.includes('tree')]).toEqual([1, true]);
  });

  it('by cutting off its end', async () => {
    const { report, details } = failed(await repack((bodies) => bodies.slice(0, 6)));
    expect(report.firstBadIndex).toBe(6);
    expect(details).toContain('expected 8 leaves, found 6');
  });

  it('by building it again with another key: caught by the trust policy and by an earlier checkpoint', async () => {
    const forged = await pack(story({ seed: 2 }).parts);
    expect(failed(forged, {}).code).toBe(2);
    expect(failed(forged).names).toContain('checkpoint');
    expect(failed(forged, { previous: good.head(5) }).names).toContain('consistency');
  });

  it('by building it again with the stolen key: caught by an earlier checkpoint only', async () => {
    const forged = await pack(
      story({ without: ['release.submitted', 'gate.decided'], noStatement: false }).parts,
    );
    const { names, details } = failed(forged, { trustPolicy, previous: good.head(8) });
    expect(names).toContain('consistency');
    expect(details).toContain('leaves are gone');
    expect(failed(zip, { previous: story({ lateKey: true }).head(5) }).details).toContain(
      'history was rewritten',
    );
  });

  it('or is of another log', () => {
    const other = logKey(3);
    expect(failed(zip, { trustPolicy: `log ${other.vkey}` }).names).toContain('checkpoint');
    expect(failed(zip, { trustPolicy: 'nonsense' }).names).toContain('log keys');
  });
});

describe('a sign-off that does not hold', () => {
  it.each<[string, Twist, string]>([
    ['by an author', { signer: 'per_author' }, 'expected a signer who is not an author, found per_author'],
    [
      'without the role',
      { without: ['role.granted'] },
      'expected the role compliance_officer granted to per_officer earlier',
    ],
    ['with a key that came later', { lateKey: true }, 'expected an esign key key_esign earlier in the log'],
    ['of another meaning', { forgedMeaning: true }, 'expected statement digest'],
    [
      'left out of the bundle',
      { noStatement: true },
      'expected the statement of this sign-off in the bundle',
    ],
  ])('%s', async (_, twist, message) => {
    const { code, names, details, report } = await twisted(twist);
    expect([code, names]).toEqual([1, ['sign-offs']]);
    expect(details).toContain(message);
    expect(report.firstBadIndex).not.toBeNull();
  });

  it.each<[string, Twist, string]>([
    ['withdrawn before the decision', { withdrawn: true }, 'gd_1: expected allow, found needs_signoff'],
    ['without a submission', { without: ['release.submitted'] }, 'gd_1: expected allow, found deny'],
  ])('%s: the PASSED attestation is refused', async (_, twist, message) => {
    const { names, details } = await twisted(twist);
    expect(names).toEqual(['decisions']);
    expect(details).toContain(message);
  });

  it('has a gap in its entity numbers', async () => {
    const { names, details } = await twisted({ gapInNumbers: true });
    expect(names).toEqual(['events']);
    expect(details).toContain('expected number 2 of release/rel_1, found 3');
  });

  it('is judged by another verifier than expected', () => {
    expect(failed(zip, { trustPolicy, verifierId: 'https://other/gate/v1' }).names).toEqual(['decisions']);
  });
});

describe('an archive', () => {
  it('with a file that the manifest does not name', async () => {
    const { files, manifest } = evidenceBundle(good.parts, sha256);
    const more = await zipOf([
      ['MANIFEST.json', manifest],
      ...files.map(({ path, bytes }) => [path, bytes] as const),
      ['extra.txt', Buffer.from('x')],
    ]);
    expect(failed(more).details).toContain('extra.txt is not named in MANIFEST.json');
  });

  it('that is none', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(1000), zip.subarray(0, -1)])
      expect(failed(bytes)).toMatchObject({ code: 1, names: ['archive'] });
  });
});
