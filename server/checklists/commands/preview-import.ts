import { assertMay, read } from '@/server/kernel/operation';
import { ownCatalogs } from '../queries/oscal-catalogs';
import { packDiff } from '../rules/pack-diff';
import { ImportFramework } from '../schema/pack';
import { preparedPack } from './prepare-pack';
import { readPack } from './read-pack';

/** What an import would store, without storing it: the controls, what differs from the version in use, and what the source
 *  leaves open. Whatever would make the import fail makes this fail too, in the same words. */
export const previewImport = read({
  input: ImportFramework,
  of: 'Framework',
  run: async ({ db, ctx, input }) => {
    const { orgId } = ctx.actor;
    assertMay(ctx, 'edit', 'Framework', { orgId });
    const pack = await readPack(input, ownCatalogs(db, orgId));
    const { controls, digest, before, notes } = await preparedPack(db, pack);
    const { added, removed, changed, unchanged } = packDiff(before?.pack.controls ?? [], controls);
    return {
      orgId,
      kind: pack.kind,
      head: pack.head,
      digest,
      notes,
      /** The version that stays in use until this one is adopted; null: this one would be in use at once. */
      inUse: before ? { revision: before.revision, version: before.pack.version } : null,
      added: added.length,
      removed: removed.map(({ controlId }) => controlId),
      changed: changed.map(({ controlId }) => controlId),
      unchanged,
      controls: controls.map((control) => ({
        id: control.id,
        title: control.title,
        citation: control.citation,
        requirement: control.requirement,
        appliesWhen: control.applicability,
        scope: control.scope,
        severity: control.severity,
        owner: control.owner_role,
        evidence: control.evidence_required.map(({ any_of: items }) => items.map(({ type }) => type)),
      })),
    };
  },
});
