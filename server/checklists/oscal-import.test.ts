import { beforeEach, describe, expect, it } from 'vitest';
import { accessCatalog, accessProfile } from '@/db/testing/oscal-samples';
import { world } from '@/db/testing/world';
import { exportFramework } from '@/server/reports/commands/framework-catalog';
import { importFramework } from './commands/frameworks';
import { previewImport } from './commands/preview-import';
import { getFramework } from './queries/frameworks';
import { getRevision } from './queries/revisions';

let org: ReturnType<typeof world>;
beforeEach(() => {
  org = world();
});
const officer = () => org.as('compliance_officer');
const oscal = (document: unknown, more: Partial<typeof importFramework.input._output> = {}) =>
  ({ format: 'oscal', content: JSON.stringify(document), ...more }) as const;
const withIds = (...ids: string[]) => ({ 'include-controls': [{ 'with-ids': ids }] });
const gdpr = async () => (await exportFramework(org.as('viewer'), { framework: 'gdpr' })).document;

describe('the import of an OSCAL document', () => {
  it('is shown before it is stored, and then stored as it was shown', async () => {
    const asked = oscal(accessCatalog, { head: { id: 'access' } });
    const shown = await previewImport(officer(), asked);
    expect(shown).toMatchObject({ kind: 'oscal-catalog', inUse: null, added: 3, changed: [], removed: [] });
    expect(shown.notes.join()).toMatch(/no expression says when it applies: it applies always \(3\)/);
    await expect(getFramework(officer(), { framework: 'access' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const made = await importFramework(officer(), asked);
    expect(made).toMatchObject({
      framework: 'access',
      revision: 1,
      controls: 3,
      digest: shown.digest,
      format: 'oscal-catalog',
    });
    const { pack } = await getFramework(officer(), { framework: 'access' });
    expect(pack.map(({ id, requirement }) => [id, requirement])).toEqual(
      shown.controls.map(({ id, requirement }) => [id, requirement]),
    );
    const { source } = await getRevision(officer(), { framework: 'access', revision: 1 });
    await expect(importFramework(officer(), { format: 'yaml', content: source ?? '' })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
    const later = structuredClone(accessCatalog);
    later.catalog.metadata.version = '5.2';
    later.catalog.groups.pop();
    expect(await previewImport(officer(), oscal(later, { head: { id: 'access' } }))).toMatchObject({
      inUse: { revision: 1, version: '5.1.1+u4' },
      added: 0,
      removed: ['au-3-x'],
      unchanged: 2,
    });
    await expect(previewImport(org.as('viewer'), asked)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(importFramework(org.as('viewer'), asked)).rejects.toMatchObject({ code: 'forbidden' });
    const again = structuredClone(accessCatalog) as unknown as {
      catalog: { metadata: { version: string }; groups: { controls: object[] }[] };
    };
    again.catalog.metadata.version = '6';
    again.catalog.groups[1]?.controls.push({ id: 'au-3-X', title: 'Twice', parts: [] });
    await expect(previewImport(officer(), oscal(again, { head: { id: 'access' } }))).rejects.toThrow(
      'At catalog.groups.1.controls.1, control au-3-x: the id stands at catalog.groups.1.controls.0 already',
    );
  });

  it('takes a catalog of ours under a prefix of its own, because ids belong to one framework', async () => {
    const document = await gdpr();
    await expect(importFramework(officer(), oscal(document, { head: { id: 'gdpr' } }))).rejects.toThrow(
      'The id gdpr is taken',
    );
    const head = { id: 'house-gdpr' };
    await expect(importFramework(officer(), oscal(document, { head }))).rejects.toThrow(
      /control gdpr-art-.*: the id belongs to the framework gdpr/,
    );
    await importFramework(officer(), oscal(document, { head, idPrefix: 'house-' }));
    const [own, shipped] = await Promise.all(
      ['house-gdpr', 'gdpr'].map((framework) => getFramework(officer(), { framework })),
    );
    const asked = (prefix: string, of: typeof own) =>
      of?.pack.map(
        ({
          id,
          title,
          requirement,
          applicability,
          owner_role: owner,
          required_signoffs,
          evidence_required,
        }) => [
          prefix + id,
          title,
          requirement,
          applicability,
          owner,
          required_signoffs,
          evidence_required.map(({ any_of: items }) => items.map(({ type }) => type)),
        ],
      );
    expect(asked('', own)).toEqual(asked('house-', shipped));
    expect(own?.pack[0]?.maps_to.length).toBe(shipped?.pack[0]?.maps_to.length);
  });

  it('of a profile finds a framework of the organisation by path or uuid, never one of another', async () => {
    const own = oscal(accessCatalog, { head: { id: 'access' } });
    await importFramework(officer(), own);
    const { document } = await exportFramework(officer(), { framework: 'access' });
    const { uuid } = document['catalog'] as { uuid: string };
    expect((await exportFramework(officer(), { framework: 'access' })).document['catalog']).toMatchObject({
      uuid,
    });
    const byPath = accessProfile({ href: 'trestle://catalogs/access/catalog.json', ...withIds('ac-2') });
    const byUuid = accessProfile({ href: uuid, ...withIds('au-3-x') });
    const more = { idPrefix: 'base-' };
    const shown = await previewImport(officer(), oscal(byPath, more));
    expect(shown).toMatchObject({ kind: 'oscal-profile', head: { id: 'house-baseline' } });
    expect(shown.controls.map(({ id }) => id)).toEqual(['base-ac-2']);
    expect((await importFramework(officer(), oscal(byUuid, more))).controls).toBe(1);
    expect((await getFramework(officer(), { framework: 'house-baseline' })).pack[0]?.id).toBe('base-au-3-x');
    const stranger = world().as('compliance_officer');
    for (const profile of [byPath, byUuid])
      await expect(importFramework(stranger, oscal(profile, more))).rejects.toThrow(
        /is not here. Nothing is fetched/,
      );
    const ofGdpr = accessProfile({
      href: 'trestle://catalogs/gdpr/catalog.json',
      ...withIds('gdpr-art-35-dpia'),
    });
    expect((await previewImport(stranger, oscal(ofGdpr, more))).controls).toMatchObject([
      { id: 'base-gdpr-art-35-dpia', severity: 'blocking' },
    ]);
  });
});
