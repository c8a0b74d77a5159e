import { describe, expect, it } from 'vitest';
import { accessCatalog, accessProfile } from '@/db/testing/oscal-samples';
import { controlsOf, frameworks } from '@/policies/frameworks/catalog';
import { catalogOf } from '@/server/reports/rules/oscal-catalog';
import { isLike } from '../rules/oscal-select';
import { readPack } from './read-pack';
import { asWritten } from './written';

const catalogText = JSON.stringify(accessCatalog);
const read = (document: unknown, files?: { name: string; content: string }[], head = {}) =>
  readPack({
    format: 'oscal',
    content: typeof document === 'string' ? document : JSON.stringify(document),
    head,
    ...(files ? { files } : {}),
  });
const linesOf = (...asked: Parameters<typeof read>) =>
  read(...asked).then(
    () => [],
    (error: { details?: { fields?: Record<string, string[]> }; message: string }) =>
      Object.values(error.details?.fields ?? { it: [error.message] }).flat(),
  );
const withIds = (...ids: string[]) => ({ 'include-controls': [{ 'with-ids': ids }] });
const file = { name: 'catalog.json', content: catalogText };
const idsOf = async (...asked: Parameters<typeof read>) =>
  (await read(...asked)).controls.map(({ control }) => control.id);

describe('an OSCAL catalog', () => {
  it('becomes a framework: parameters filled in, labels kept, withdrawn controls left out, ids in lower case', async () => {
    const { head, controls, notes, kind } = await read(accessCatalog);
    expect([kind, head]).toEqual([
      'oscal-catalog',
      {
        id: 'access-and-audit',
        title: 'Access and audit',
        version: '5.1.1+u4',
        asOf: '2026-02-04',
        nature: 'standard',
        status: 'in force',
      },
    ]);
    expect(controls.map(({ control }) => control.id)).toEqual(['ac-2', 'ac-2.1', 'au-3-x']);
    expect(controls[0]?.control).toMatchObject({
      citation: 'AC-2',
      requirement: [
        'a. Name who answers for each account;',
        '  1. tell [Selection (one or more): the owner; the team after [time of inactivity]]; and',
        'b. close it after [time of inactivity].',
      ].join('\n'),
      appliesWhen: 'true',
      scope: 'org',
      note: 'Shared accounts are accounts too.',
      evidence: [['att.owner']],
    });
    expect(notes).toEqual([
      'withdrawn, and therefore left out (1): ac-2.10',
      'no expression says when it applies: it applies always (3): ac-2, ac-2.1, AU-3_x',
      'the id is written in lower case, with dashes (1): AU-3_x',
    ]);
  });

  it.each(frameworks.map(({ id }) => [id]))('%s comes back as our export wrote it', async (id) => {
    const known = frameworks.find((one) => one.id === id);
    const title = known?.title ?? id;
    const maker = {
      uuid: () => '0b1c2d3e-1111-4222-8333-444455556666',
      organisation: { id: 'org_1', name: 'One' },
      madeAt: '2026-11-23T00:00:00Z',
    };
    const pack = { id, title, version: '1', digest: 'sha256:0', controls: controlsOf(id) };
    const { head, controls } = await read(catalogOf(maker, pack));
    expect(head).toMatchObject({ title, version: '1', nature: known?.nature });
    expect(controls.map(({ control }) => control)).toEqual(
      pack.controls.map((control) => ({
        ...asWritten(control),
        citation: control.citation.replace(/\s+/g, ' ').trim(),
        appliesWhen: control.applicability.replace(/\s+/g, ' ').trim(),
        blocksIn: control.blocks_in,
        // Themes of a relation are not written into a catalog.
        mapsTo: control.maps_to.map(({ id: other, relation }) => ({ id: other, relation })),
      })),
    );
  });

  it('is refused with control and path where it is wrong, and where it would go on without end', async () => {
    const wrong = structuredClone(accessCatalog) as unknown as {
      catalog: { groups: { controls: object[] }[] };
    };
    const [ac, au] = wrong.catalog.groups;
    au?.controls.push({ id: 'au-9', parts: [] }, { id: 'au-10', title: 7 });
    expect(await linesOf(wrong)).toEqual([
      expect.stringMatching(/^The document, at catalog\.groups\.1\.controls\.1\.title, control au-9: /),
      expect.stringMatching(/^The document, at catalog\.groups\.1\.controls\.2\.title, control au-10: /),
    ]);
    au?.controls.splice(1, 2, { id: 'au-3-X', title: 'Twice' });
    const sameId = await read(wrong);
    expect(sameId.controls.map(({ control, path }) => [control.id, path]).slice(-2)).toEqual([
      ['au-3-x', 'catalog.groups.1.controls.0'],
      ['au-3-x', 'catalog.groups.1.controls.1'],
    ]);
    const circle = (id: string, other: string) => ({
      id,
      select: { choice: [`{{ insert: param, ${other} }}`] },
    });
    ac?.controls.push({
      id: 'ac-9',
      title: 'Circle',
      params: [circle('one', 'two'), circle('two', 'one')],
      parts: [{ name: 'statement', prose: 'Do {{ insert: param, one }}.' }],
    });
    expect(await linesOf(wrong)).toEqual([
      'At catalog.groups.0.controls.1, control ac-9: the parameters go in a circle: one → two → one',
    ]);
    const doubling = Array.from({ length: 40 }, (_, n) => ({
      id: `p${n}`,
      select: { choice: [`{{ insert: param, p${n + 1} }}`, `{{ insert: param, p${n + 1} }}`] },
    }));
    const metadata = accessCatalog.catalog.metadata;
    const bomb = {
      id: 'b',
      title: 'Bomb',
      params: doubling,
      parts: [{ name: 'statement', prose: '{{ insert: param, p0 }}' }],
    };
    expect((await linesOf({ catalog: { metadata, controls: [bomb] } }))[0]).toMatch(
      /control b: the parameter p\d+ becomes longer/,
    );
    const many = Array.from({ length: 2001 }, (_, n) => ({ id: `c-${n}`, title: 'c' }));
    expect(await linesOf({ catalog: { metadata, controls: many } })).toEqual([
      'A pack may have at most 2000 controls; this has 2001',
    ]);
    expect(await linesOf(`{"catalog": ${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`)).toEqual([
      'The document is nested deeper than 60 levels',
    ]);
    expect(await linesOf('<catalog/>')).toEqual(['The document is XML; OSCAL is read as JSON or YAML']);
    expect(await linesOf('{"system-security-plan": {}}')).toEqual([
      'The document is no OSCAL catalog or profile: it holds "system-security-plan"',
    ]);
    expect((await linesOf('{"catalog": '))[0]).toMatch(/^The document is not JSON/);
    expect((await linesOf('catalog: &a [*a]'))[0]).toMatch(/aliases/);
  });
});

describe('an OSCAL profile', () => {
  it('selects by id, by pattern and with children, and leaves out what it excludes', async () => {
    const href = 'catalog.json';
    const include = (selection: object, more = {}) =>
      accessProfile({ href, 'include-controls': [selection], ...more });
    expect(await idsOf(accessProfile({ href }), [file])).toEqual(['ac-2', 'ac-2.1', 'au-3-x']);
    expect(await idsOf(accessProfile({ href, 'include-all': {} }), [file])).toHaveLength(3);
    expect(await idsOf(accessProfile({ href, ...withIds('ac-2') }), [file])).toEqual(['ac-2']);
    const children = { 'with-ids': ['ac-2'], 'with-child-controls': 'yes' };
    expect(await idsOf(include(children), [file])).toEqual(['ac-2', 'ac-2.1']);
    expect(await idsOf(include({ matching: [{ pattern: 'a?-2.*' }] }), [file])).toEqual(['ac-2.1']);
    const without = { 'exclude-controls': [{ 'with-ids': ['ac-2.1'] }] };
    expect(await idsOf(include(children, without), [file])).toEqual(['ac-2']);
    expect(await linesOf(accessProfile({ href, ...withIds('ac-99') }), [file])).toEqual([
      'At profile.imports.0.include-controls.0.with-ids: there is no control ac-99',
    ]);
    expect(isLike('a'.repeat(80), `${'*a'.repeat(40)}b`)).toBe(false);
    expect([isLike('ac-2.1', 'ac-*'), isLike('ac-2', '*'), isLike('', '?')]).toEqual([true, true, false]);
  });

  it('sets parameters, removes parts and adds properties of ours', async () => {
    const ns = 'https://countersign.dev/ns/oscal';
    const modify = {
      'set-parameters': [{ 'param-id': 'ac-02_odp.01', values: ['30 days'] }],
      alters: [
        {
          'control-id': 'ac-2',
          removes: [{ 'by-id': 'ac-2_gdn' }, { 'by-id': 'ac-2_smt.a' }],
          adds: [
            {
              props: [
                { name: 'applicability', ns, value: 'phi' },
                { name: 'severity', ns, value: 'blocking' },
              ],
            },
            { 'by-id': 'ac-2_smt.b', position: 'after', parts: [{ name: 'item', prose: 'Say so.' }] },
          ],
        },
        { 'control-id': 'ac-2.1', adds: [{ title: 'Not selected' }] },
      ],
    };
    const asked = accessProfile({ href: 'catalog.json', ...withIds('ac-2') }, { modify });
    const { controls, notes, kind } = await read(asked, [file]);
    expect(kind).toBe('oscal-profile');
    expect(controls.map(({ control }) => control)).toMatchObject([
      {
        appliesWhen: 'phi',
        severity: 'blocking',
        requirement: 'b. close it after 30 days.\nSay so.',
        note: null,
      },
    ]);
    expect(notes).toEqual(['profile.modify.alters.1: control ac-2.1 is not among those selected']);
    const lost = {
      'set-parameters': [{ 'param-id': 'nope', values: ['x'] }],
      alters: [
        { 'control-id': 'no-1' },
        { 'control-id': 'ac-2', adds: [{ 'by-id': 'gone', props: [] }], removes: [{}] },
      ],
    };
    expect(await linesOf(accessProfile({ href: 'catalog.json' }, { modify: lost }), [file])).toEqual([
      'At profile.modify.alters.0: there is no control no-1',
      'At profile.modify.alters.1.removes.0: says nothing to remove by',
      'At profile.modify.alters.1.adds.0: the control has no part gone',
      'At profile.modify.set-parameters.0: there is no parameter nope',
    ]);
  });

  it('takes its catalog from an attachment, by uuid, from the one file, or through another profile', async () => {
    const uuid = '11111111-2222-4333-8444-555555555555';
    const resources = (resource: object) => ({ 'back-matter': { resources: [{ uuid, ...resource }] } });
    const base64 = { filename: 'c.json', value: Buffer.from(catalogText).toString('base64') };
    const attached = accessProfile({ href: `#${uuid}`, ...withIds('ac-2') }, resources({ base64 }));
    expect(await idsOf(attached)).toEqual(['ac-2']);
    const rlinks = [
      { href: 'https://example.org/a/NIST_catalog.xml' },
      { href: 'https://example.org/a/catalog.json' },
    ];
    expect(await idsOf(accessProfile({ href: `#${uuid}` }, resources({ rlinks })), [file])).toHaveLength(3);
    const urn = `urn:uuid:${accessCatalog.catalog.uuid}`;
    expect(await idsOf(accessProfile({ href: urn, ...withIds('ac-2') }), [{ ...file, name: 'x' }])).toEqual([
      'ac-2',
    ]);
    const other = await read(accessProfile({ href: 'https://example.org/min.json' }), [file]);
    expect(other.notes.at(-1)).toBe(
      'https://example.org/min.json is taken from catalog.json, the one file that came with the profile',
    );
    const inner = {
      name: 'inner.json',
      content: JSON.stringify(accessProfile({ href: 'catalog.json', ...withIds('ac-2') })),
    };
    expect(await idsOf(accessProfile({ href: 'inner.json' }), [file, inner])).toEqual(['ac-2']);
  });

  it('fetches nothing, and is refused in circles, twice over and without what it imports', async () => {
    for (const href of [
      'https://169.254.169.254/catalog.json',
      'file:///etc/passwd',
      '../../secret.json',
      '#none',
    ])
      expect(await linesOf(accessProfile({ href }))).toEqual([
        expect.stringMatching(/^At profile\.imports\.0\.href: .* is not here\. Nothing is fetched/),
      ]);
    const self = { name: 'a.json', content: JSON.stringify(accessProfile({ href: 'b.json' })) };
    const back = { name: 'b.json', content: JSON.stringify(accessProfile({ href: 'a.json' })) };
    expect((await linesOf(accessProfile({ href: 'a.json' }), [self, back]))[0]).toMatch(
      /in a circle: House baseline → /,
    );
    const [first] = accessProfile({ href: 'catalog.json' }).profile.imports;
    const both = accessProfile({}, { imports: [first, { href: 'again.json' }] });
    const again = { name: 'again.json', content: `${catalogText} ` };
    expect((await linesOf(both, [file, again]))[0]).toMatch(
      /^At profile\.imports\.1: two imports have a control ac-2/,
    );
    const useFirst = { profile: { ...both.profile, merge: { combine: { method: 'use-first' } } } };
    expect(await idsOf(useFirst, [file, again])).toHaveLength(3);
    expect(await linesOf(accessProfile({ href: 'c/catalog.json' }), [file, file])).toEqual([
      '2 files could be c/catalog.json',
    ]);
    const ten = accessProfile({}, { imports: Array.from({ length: 10 }, () => ({ href: 'x.json' })) });
    const level = (href: string) =>
      accessProfile({}, { imports: Array.from({ length: 10 }, () => ({ href })) });
    const files = [
      { name: 'x.json', content: JSON.stringify(level('y.json')) },
      { name: 'y.json', content: JSON.stringify(level('catalog.json')) },
      file,
    ];
    expect(await linesOf(ten, files)).toEqual(['The profiles have more than 50 imports together']);
    await expect(readPack({ format: 'yaml', content: 'id: a', files: [file] })).rejects.toThrow(
      'Only an OSCAL profile imports from other files',
    );
  });
});
