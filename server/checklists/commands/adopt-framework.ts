import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { adoptionProblems, type InUse, revisionInUse } from '../queries/adoption';
import type { Pack } from '../queries/shipped-packs';
import { adoptionsOf, asPack, storedPacks } from '../queries/stored-packs';
import { packDiff } from '../rules/pack-diff';
import { compareVersions } from '../rules/pack-version';
import { AdoptFramework } from '../schema/revisions';
import { adoptionEvidence, insertAdoption } from './store-pack';

/**
 * Brings another revision of a framework into use, or an earlier one back. Frozen releases keep theirs. What was decided
 * about a control counts on where the control still asks the same, and waits to be confirmed where it does not; a
 * rollback makes the earlier decisions count again, because no decision is ever removed.
 */
export const adoptFramework = command({
  event: 'framework.adopted',
  events: ['framework.rolled_back'],
  input: AdoptFramework,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input }) => {
    const { framework, revision, from, rollback, reason } = input;
    if (ctx.actor.kind !== 'user')
      throw precondition('Only a signed-in person can bring a version of a framework into use');
    const inUse = await revisionInUse(db, framework);
    const [row] = await storedPacks(db, [{ framework, revision }]);
    if (!inUse || !row) throw notFound('Revision');
    if (inUse.revision !== from)
      throw conflict(
        `Revision ${inUse.revision} has come into use since you looked; see what would change now`,
      );
    const history = await adoptionsOf(db, framework);
    const wasInUse = history.some((one) => one.revision === revision);
    const to = asPack(row);
    assertAdoptable(inUse, { revision, pack: to }, { rollback, wasInUse });
    const problems = await adoptionProblems(db, to);
    if (problems.length > 0)
      throw new Refusal('precondition', `This version cannot be used: ${problems[0]}`, {
        fields: { revision: problems },
      });
    const { version, digest, title } = to;
    const kind = rollback ? 'rolled_back' : 'adopted';
    const values = { framework, revision, version, digest, kind, reason, number: inUse.number + 1 } as const;
    const adoption = await insertAdoption({ db, ctx }, values);
    const { version: earlier, digest: earlierDigest } = inUse.pack;
    const before = { revision: from, version: earlier, digest: earlierDigest };
    const { added, removed, changed } = packDiff(inUse.pack.controls, to.controls);
    return audited(
      {
        framework,
        revision,
        version,
        digest,
        added: added.length,
        removed: removed.length,
        changed: changed.length,
        toConfirm: changed.filter(({ isCarried }) => !isCarried).map(({ controlId }) => controlId),
      },
      adoptionEvidence(adoption, title, before),
    );
  },
});

/** @throws Refusal precondition: an earlier version comes back by a rollback alone, and only one that was in use */
function assertAdoptable(
  inUse: InUse,
  to: { readonly revision: number; readonly pack: Pack },
  { rollback, wasInUse }: { readonly rollback: boolean; readonly wasInUse: boolean },
): void {
  if (to.revision === inUse.revision) throw precondition(`Revision ${to.revision} is in use already`);
  if (rollback && !wasInUse)
    throw precondition(`Revision ${to.revision} was never in use, so there is nothing to go back to`);
  const isEarlier = compareVersions(to.pack.version, inUse.pack.version) < 0;
  if (isEarlier && !rollback)
    throw precondition(
      `Version ${to.pack.version} is earlier than ${inUse.pack.version}, which is in use: go back to it by a rollback`,
    );
}
