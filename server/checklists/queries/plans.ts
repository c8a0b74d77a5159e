import { and, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { controlPlans } from '@/db/schema/checklists';
import type { Control } from '@/policies/frameworks/contract';

/** Where the plan of a control is kept: with the system, or with the whole organisation. */
export const planKey = ({ scope }: Pick<Control, 'scope'>, systemId: string): string =>
  scope === 'org' || scope === 'environment' ? '' : systemId;

/** Who sees to the controls of a system, and by when, by control. */
export async function plansOf(db: Reader, systemId: string) {
  const rows = await db
    .select()
    .from(controlPlans)
    .where(inArray(controlPlans.systemId, ['', systemId]));
  return new Map(rows.map((row) => [`${row.systemId} ${row.controlId}`, row]));
}
export type Plans = Awaited<ReturnType<typeof plansOf>>;

export const planOf = (plans: Plans, control: Control, systemId: string) =>
  plans.get(`${planKey(control, systemId)} ${control.id}`) ?? null;

/** The rows themselves, to be changed. */
export const lockedPlans = (db: Reader, systemId: string, controlIds: readonly string[]) =>
  db
    .select()
    .from(controlPlans)
    .where(
      and(inArray(controlPlans.systemId, ['', systemId]), inArray(controlPlans.controlId, [...controlIds])),
    );
