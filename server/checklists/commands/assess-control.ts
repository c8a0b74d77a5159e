import { controlAssessments } from '@/db/schema/checklists';
import type { Tx } from '@/db/client';
import type { Control } from '@/policies/frameworks/contract';
import { environmentByName } from '@/server/gates/queries/policies';
import { audited } from '@/server/kernel/audit';
import { instantOf } from '@/server/kernel/due';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition } from '@/server/kernel/refusal';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { systemOf } from '../queries/bindings';
import { checklistInputs } from '../queries/judged';
import { askedOf } from '../queries/digests';
import { controlIn, packsFor, refsOf } from '../queries/packs';
import { asAssessment, evidenceByIds, stateOf } from '../queries/known';
import { assertAssessable, assertWaiver } from '../rules/assessment';
import { assertBindable } from '../rules/evidence';
import { AssessControl } from '../schema';

/** A person who holds the control's owner role decides about it, with reason and evidence. The newest decides. */
export const assessControl = command({
  event: 'control.assessed',
  input: AssessControl,
  may: ['assess', 'Assessment'],
  target: async ({ db, ctx, input }) => {
    const control = await controlOf(db, input);
    const systemId = await systemOf(db, ctx.actor.orgId, input.binding);
    return { orgId: ctx.actor.orgId, systemId: systemId ?? '', ownerRole: control.owner_role };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { actor } = ctx;
    if (actor.kind !== 'user' || actor.personId === null)
      throw precondition('Only a signed-in person can assess a control');
    const control = await controlOf(db, input);
    const { evidenceIds, binding, disposition, reason, role, environment } = input;
    assertBindable(binding, control);
    const until = input.until === undefined ? null : instantOf(input.until);
    assertWaiver(control, { disposition, untilUs: until && until.getTime() * 1000 }, nowUs);
    assertAssessable(
      control,
      { disposition, role, reason, evidenceIds },
      await checksFor(db, control, input, target, nowUs),
    );
    await assertUsable(db, evidenceIds, target.systemId, nowUs);
    const row = {
      id: ctx.ports.newId('asm'),
      ...target,
      framework: control.framework,
      controlId: control.id,
      bindingKind: binding.kind,
      bindingId: binding.id,
      environment,
      disposition,
      reason,
      evidenceIds,
      byPerson: actor.personId,
      until,
      asked: askedOf(control),
    };
    const [made] = await db.insert(controlAssessments).values(row).returning();
    if (!made) throw notFound('Assessment');
    const { reason: _, ...told } = row;
    return audited(
      { id: made.id, ...asAssessment(made) },
      { entity: { ref: `control/${control.id}`, name: control.title }, op: 'create', after: told, reason },
    );
  },
});

/** The control in the version that the person read: that of a release is the one which the release was frozen with. */
async function controlOf(
  db: Tx,
  { controlId, pack, binding }: Pick<AssessControl, 'controlId' | 'pack' | 'binding'>,
): Promise<Control> {
  const manifest = binding.kind === 'release' ? await manifestByDigest(db, binding.id) : undefined;
  const pinned = manifest ? await packsFor(db, refsOf(manifest)) : [];
  const control =
    pack === undefined
      ? (pinned.flatMap(({ controls }) => [...controls]).find(({ id }) => id === controlId) ??
        (await controlIn(db, controlId)))
      : await controlIn(db, controlId, pack);
  if (!control) throw notFound('Control');
  return control;
}

/** The checks of the control as they stand for what is assessed. */
async function checksFor(
  db: Tx,
  control: Control,
  { binding, environment }: { binding: { kind: string; id: string }; environment: string | null },
  { orgId, systemId }: { orgId: string; systemId: string },
  nowUs: number,
) {
  const where = environment === null ? null : await environmentByName(db, environment);
  if (environment !== null && !where)
    throw invalid('environment', 'environment names none of this organisation');
  const manifest = binding.kind === 'release' ? await manifestByDigest(db, binding.id) : undefined;
  const inputs = await checklistInputs(
    db,
    {
      orgId,
      systemId,
      release: manifest ? { digest: binding.id, manifest } : null,
      environment: environment ?? '',
      stage: where?.stage ?? 'production',
      frameworks: [],
    },
    nowUs,
  );
  return control.automation.checks.map((use) => inputs.resultOf(use, control));
}

/** @throws Refusal invalid when an item does not exist, does not count any more, or is another system's */
export async function assertUsable(
  db: Tx,
  ids: readonly string[],
  systemId: string,
  nowUs: number,
): Promise<void> {
  const found = await evidenceByIds(db, ids);
  for (const id of ids) {
    const item = found.find(({ row }) => row.id === id);
    if (!item || (item.row.systemId !== null && item.row.systemId !== systemId))
      throw invalid('evidenceIds', `evidenceIds: ${id} is no evidence for what is assessed`);
    const state = stateOf(item, nowUs);
    if (state !== 'valid') throw invalid('evidenceIds', `evidenceIds: ${id} is ${state}`);
  }
}
