import type { Reader } from '@/db/client';
import { abilityFor, refusal } from '@/policies/ability';
import { personById } from '@/server/identity/queries/people';
import type { Schedule } from '../schema/schedules';

/**
 * Why the person who made a schedule may no longer start its runs, as the roles stand now; null when they may. A
 * schedule acts for its maker, so it must not outlive what they may do.
 */
export async function makerHindrance(
  db: Reader,
  { orgId, createdBy }: Pick<Schedule, 'orgId' | 'createdBy'>,
): Promise<string | null> {
  const maker = await personById(db, createdBy);
  const again = 'somebody who may start runs has to make it again';
  if (!maker) return `Whoever made this schedule is no longer known: ${again}`;
  if (maker.disabledAt !== null) return `Whoever made this schedule can no longer sign in: ${again}`;
  const { id, name, grants } = maker;
  const ability = abilityFor({ kind: 'user', id, personId: id, name, orgId, grants });
  const refused = refusal(ability, 'create', 'Run', { orgId, createdBy });
  return refused && `Whoever made this schedule may no longer start runs: ${again}`;
}
