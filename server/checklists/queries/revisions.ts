import type { Reader } from '@/db/client';
import { read } from '@/server/kernel/operation';
import { FrameworkRef } from '../schema';
import { RevisionRef } from '../schema/revisions';
import { revisionInUse } from './adoption';
import { adoptionsOf, asPack, revisionHeads, revisionsOf, storedPacks } from './stored-packs';

/** By framework, a newest revision that was never in use. */
export async function waitingRevisions(db: Reader) {
  const { newest, adopted } = await revisionHeads(db);
  const hasAny = new Set(adopted.map(({ framework }) => framework));
  const used = new Set(adopted.map(({ framework, revision }) => `${framework} ${revision}`));
  return new Map(
    newest
      .filter(({ framework, revision }) => hasAny.has(framework) && !used.has(`${framework} ${revision}`))
      .map(({ framework, revision, version }) => [framework, { revision, version }] as const),
  );
}

/** Every revision of a framework, newest first, with who brought which into use, when and why. */
export const listRevisions = read({
  input: FrameworkRef,
  of: 'Framework',
  run: async ({ db, ctx, input: { framework } }) => {
    const adoptions = await adoptionsOf(db, framework);
    const inUse = adoptions[0]?.revision ?? (await revisionInUse(db, framework))?.revision;
    const used = new Set(adoptions.map(({ revision }) => revision));
    const all = await revisionsOf(db, framework);
    return {
      orgId: ctx.actor.orgId,
      revisions: all.map((one, index) => ({
        ...one,
        /** `unused`: replaced by a later one before anybody used it. */
        state: stateOf(one.revision, { inUse, used, isNewest: index === 0 }),
      })),
      adoptions: adoptions.map(({ number, revision, version, kind, reason, createdBy, createdAt }) => ({
        number,
        revision,
        version,
        kind,
        reason,
        createdBy,
        createdAt,
      })),
    };
  },
});

function stateOf(
  revision: number,
  { inUse, used, isNewest }: { inUse: number | undefined; used: ReadonlySet<number>; isNewest: boolean },
): 'in_use' | 'was_in_use' | 'waiting' | 'unused' {
  if (revision === inUse) return 'in_use';
  if (used.has(revision)) return 'was_in_use';
  return isNewest ? 'waiting' : 'unused';
}

/** One revision of a framework: its controls, and of an own one the text as it was written. */
export const getRevision = read({
  input: RevisionRef,
  of: 'Framework',
  run: async ({ db, ctx, input }) => {
    const [row] = await storedPacks(db, [input]);
    return row && { orgId: ctx.actor.orgId, ...asPack(row), revision: row.revision, source: row.source };
  },
});
