import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../kernel/canonical';
import { Dossier } from '../schema/dossier';
import { ReleaseManifest } from '../schema/manifest';
import { dossier, dossierDigest } from './dossier';
import { releaseDigest, releaseManifest } from './manifest';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const digest = (letter: string) => ({ sha256: letter.repeat(64) });
const of = (letter: string) => `sha256:${letter.repeat(64)}`;
const parts: Omit<ReleaseManifest, 'schema'> = {
  org: 'org_a',
  system: { id: 'sys_triage', name: 'Triage assistant' },
  version: '1.2.0',
  previous: null,
  artifacts: [
    { role: 'tokenizer', name: 'bpe', digest: digest('a') },
    { role: 'model', name: 'b-model', digest: digest('b'), size: 12 },
    { role: 'model', name: 'a-model', digest: digest('c'), uri: undefined },
  ],
  prompts: [
    { name: 'user', digest: digest('d') },
    { name: 'system', version: '3', digest: digest('e') },
  ],
  config: { digest: digest('f') },
  datasets: [],
  suites: [{ name: 'triage', digest: digest('1') }],
  studies: [],
  frameworks: [
    { id: 'hipaa', digest: digest('2') },
    { id: 'gdpr', digest: digest('3') },
  ],
  authors: ['per_b', 'per_a', 'per_b'],
};

describe('releaseManifest', () => {
  it('sorts, leaves out what is absent, and keeps its digest for ever', () => {
    const manifest = releaseManifest(parts);
    expect(ReleaseManifest.parse(manifest)).toEqual(manifest);
    expect(manifest.artifacts.map(({ role, name }) => `${role}/${name}`)).toEqual([
      'model/a-model',
      'model/b-model',
      'tokenizer/bpe',
    ]);
    expect(manifest.frameworks.map(({ id }) => id)).toEqual(['gdpr', 'hipaa']);
    expect(manifest.authors).toEqual(['per_a', 'per_b']);
    expect(canonical(manifest)).not.toContain('model_card');
    expect(releaseDigest(manifest, sha256)).toBe(
      'sha256:0bde04dd1b1e5238e15600a9c1392fea4ce4c3ce54b0d672930de435081b63e1',
    );
    expect(releaseDigest(manifest, sha256)).toBe(
      `sha256:${createHash('sha256').update(canonical(manifest)).digest('hex')}`,
    );
  });

  it('does not depend on the order in which parts are given', () => {
    const expected = releaseDigest(releaseManifest(parts), sha256);
    const any = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(
      fc.property(
        any(parts.artifacts),
        any(parts.prompts),
        any(parts.authors),
        (artifacts, prompts, authors) => {
          expect(releaseDigest(releaseManifest({ ...parts, artifacts, prompts, authors }), sha256)).toBe(
            expected,
          );
        },
      ),
    );
  });

  it('changes its digest with every part', () => {
    const changed: Partial<typeof parts>[] = [
      { version: '1.2.1' },
      { previous: of('9') },
      { prompts: [{ name: 'user', digest: digest('0') }, ...parts.prompts.slice(1)] },
      { config: undefined },
      { sbom: { digest: digest('4') } },
      { authors: ['per_a'] },
      { frameworks: [] },
    ];
    const digests = [{}, ...changed].map((change) =>
      releaseDigest(releaseManifest({ ...parts, ...change }), sha256),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('refuses two parts of one name', () => {
    const twice = [...parts.prompts, { name: 'user', digest: digest('9') }];
    expect(() => releaseManifest({ ...parts, prompts: twice })).toThrow('prompts names "user" twice');
  });

  it('is strict: no unknown key, no upper-case digest, no author missing', () => {
    const manifest = releaseManifest(parts);
    expect(ReleaseManifest.safeParse({ ...manifest, status: 'draft' }).success).toBe(false);
    expect(ReleaseManifest.safeParse({ ...manifest, authors: [] }).success).toBe(false);
    expect(ReleaseManifest.safeParse({ ...manifest, previous: of('A') }).success).toBe(false);
    expect(ReleaseManifest.safeParse({ ...manifest, version: 'a\u202e\nb' }).success).toBe(false);
  });
});

describe('dossier', () => {
  const head = { org: 'org_a', release_digest: of('a'), environment: 'production', policy_digest: of('b') };
  const control = { status: 'open' as const, blocking: true, by: null, stale_at_us: null };
  const facts = {
    suites: [],
    studies: [],
    checklists: [
      {
        framework: 'gdpr',
        of: of('3'),
        controls: [
          { ...control, id: 'gdpr-b', evidence: [of('2'), of('1')] },
          { ...control, id: 'gdpr-a', evidence: [] },
        ],
      },
    ],
    findings: [{ id: 'fin_1', title: 'Slow', severity: 'low' as const, due_at_us: null }],
  };

  it('has one form and one digest', () => {
    const made = dossier(head, facts);
    expect(Dossier.parse(made)).toEqual(made);
    expect(made.checklists[0]?.controls.map(({ id }) => id)).toEqual(['gdpr-a', 'gdpr-b']);
    expect(made.checklists[0]?.controls[1]?.evidence).toEqual([of('1'), of('2')]);
    expect(dossierDigest(made, sha256)).toBe(
      'sha256:c39008a474d6e0a1fc2471fc0bde5ccb4d7e64508bbb1c567763d47f9faaa558',
    );
    const turned = facts.checklists.map((list) => ({ ...list, controls: [...list.controls].reverse() }));
    expect(dossierDigest(dossier(head, { ...facts, checklists: turned }), sha256)).toBe(
      dossierDigest(made, sha256),
    );
  });
});
