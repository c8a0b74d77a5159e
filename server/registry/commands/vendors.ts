import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { models, vendors, vendorUses } from '@/db/schema/registry';
import { askFactsJobName } from '@/server/checklists/rules/job-names';
import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound, precondition } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { DropVendor, EditVendor, EndVendor, RegisterVendor, UseVendor } from '../schema/vendors';

type Row = typeof vendors.$inferSelect;
const entityOf = ({ id, name }: Pick<Row, 'id' | 'name'>) => ({ ref: `vendor/${id}`, name });
const at = (nowUs: number) => new Date(nowUs / 1000);
/** Whom to reach there is somebody's personal data: the trail says only that it changed. */
const told = ({ name, roles, country, services, contract, state }: Row) => ({
  ...{ name, roles: roles.join(', '), country, services, contract, state },
});

async function heldVendor(db: Tx, vendorId: string): Promise<Row> {
  const [row] = await db.select().from(vendors).where(eq(vendors.id, vendorId)).for('update');
  if (!row) throw notFound('Vendor');
  return row;
}

async function assertNewName(db: Tx, name: string): Promise<void> {
  const [same] = await db
    .select({ id: vendors.id })
    .from(vendors)
    .where(and(sql`lower(${vendors.name}) = lower(${name})`, eq(vendors.state, 'active')));
  if (same) throw conflict(`A vendor is called ${name} already`);
}

function assertActive({ name, state }: Row): void {
  if (state === 'ended') throw conflict(`${name} was removed from the register`);
}

export const registerVendor = command({
  event: 'vendor.registered',
  input: RegisterVendor,
  may: ['create', 'Vendor'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input: { services = '', contact = '', contract = '', ...input }, target }) => {
    await assertNewName(db, input.name);
    const row = { ...input, ...target, services, contact, contract, state: 'active' as const };
    const [made] = await db
      .insert(vendors)
      .values({ ...row, id: ctx.ports.newId('ven') })
      .returning();
    if (!made) throw notFound('Vendor');
    return audited({ id: made.id, name: made.name }, { entity: entityOf(made), after: told(made) });
  },
});

/** Another role, country or service makes the vendor's papers doubtful; another contact does not. */
export const editVendor = command({
  event: 'vendor.edited',
  input: EditVendor,
  may: ['edit', 'Vendor'],
  target: ({ db, input }) => heldVendor(db, input.vendorId),
  run: async ({ db, input: { vendorId, ...wanted }, target, nowUs }) => {
    assertActive(target);
    const next = { ...target, ...wanted };
    const isOther =
      next.country !== target.country ||
      next.services !== target.services ||
      next.roles.toSorted().join() !== target.roles.toSorted().join();
    const [after] = await db
      .update(vendors)
      .set({ ...wanted, updatedAt: at(nowUs), ...(isOther ? { changedAt: at(nowUs) } : {}) })
      .where(eq(vendors.id, vendorId))
      .returning();
    if (!after) throw notFound('Vendor');
    const contact = after.contact === target.contact ? {} : { contact: 'changed' };
    return audited(
      { id: after.id, name: after.name },
      { entity: entityOf(after), before: told(target), after: { ...told(after), ...contact } },
      isOther ? await asksOf(db, vendorId) : [],
    );
  },
});

/** Takes a vendor out of the register. What systems inherited from it is stale from then on. */
export const endVendor = command({
  event: 'vendor.ended',
  input: EndVendor,
  may: ['edit', 'Vendor'],
  target: ({ db, input }) => heldVendor(db, input.vendorId),
  run: async ({ db, input: { vendorId, reason }, target, nowUs }) => {
    assertActive(target);
    const ended = { state: 'ended' as const, endedAt: at(nowUs), updatedAt: at(nowUs) };
    const [after] = await db.update(vendors).set(ended).where(eq(vendors.id, vendorId)).returning();
    if (!after) throw notFound('Vendor');
    return audited(
      { id: after.id, name: after.name },
      { entity: entityOf(after), before: told(target), after: told(after), reason },
      await asksOf(db, vendorId),
    );
  },
});

/** Says that a system uses a vendor, and for what; said again it changes what was said. */
export const recordUse = command({
  event: 'vendor.used',
  input: UseVendor,
  may: ['answer', 'Facts'],
  target: ({ db, input }) => systemOf(db, input.systemId),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { vendorId, systemId, receivesData, purpose = '', modelIds, reason } = input;
    const vendor = await heldVendor(db, vendorId);
    assertActive(vendor);
    await assertModels(db, modelIds);
    const [before] = await db.select().from(vendorUses).where(oneUse(systemId, vendorId));
    const isNew = !before || before.endedAt !== null;
    const since = sinceOf(input.since, nowUs) ?? (isNew ? at(nowUs) : before.since);
    // Only who receives data, and from when, is a change; words and models are not.
    const isOther = isNew || before.receivesData !== receivesData;
    const changedAt = isNew ? since : isOther ? at(nowUs) : before.changedAt;
    const row = { receivesData, purpose, modelIds, since, changedAt, endedAt: null, setBy: authorOf(ctx) };
    await db
      .insert(vendorUses)
      .values({ orgId: target.orgId, systemId, vendorId, ...row })
      .onConflictDoUpdate({ target: [vendorUses.systemId, vendorUses.vendorId], set: row });
    const shown = { receives_data: receivesData, purpose, models: modelIds, since: since.toISOString() };
    return audited(
      { vendorId, systemId, since },
      { entity: entityOf(vendor), op: 'update', after: { system: target.name, ...shown }, reason },
      isOther ? [asks(systemId)] : [],
    );
  },
});

/** A system no longer uses a vendor; what it inherited from it is stale from then on. */
export const dropVendor = command({
  event: 'vendor.dropped',
  input: DropVendor,
  may: ['answer', 'Facts'],
  target: ({ db, input }) => systemOf(db, input.systemId),
  run: async ({ db, input: { vendorId, systemId, reason }, target, nowUs }) => {
    const vendor = await heldVendor(db, vendorId);
    const rows = await db
      .update(vendorUses)
      .set({ endedAt: at(nowUs), changedAt: at(nowUs) })
      .where(and(oneUse(systemId, vendorId), isNull(vendorUses.endedAt)))
      .returning();
    if (rows.length === 0) throw precondition(`${target.name} does not use ${vendor.name}`);
    const change = [{ path: '/system', from: target.name, to: null }];
    return audited({ vendorId, systemId }, { entity: entityOf(vendor), op: 'update', change, reason }, [
      asks(systemId),
    ]);
  },
});

const oneUse = (systemId: string, vendorId: string) =>
  and(eq(vendorUses.systemId, systemId), eq(vendorUses.vendorId, vendorId));
const asks = (systemId: string) => ({ name: askFactsJobName, payload: { systemId } });

async function asksOf(db: Tx, vendorId: string) {
  const rows = await db
    .select({ systemId: vendorUses.systemId })
    .from(vendorUses)
    .where(and(eq(vendorUses.vendorId, vendorId), isNull(vendorUses.endedAt)));
  return rows.map(({ systemId }) => asks(systemId));
}

async function systemOf(db: Tx, systemId: string) {
  const system = await systemById(db, systemId);
  if (!system) throw notFound('System');
  return { orgId: system.orgId, systemId, name: system.name };
}

async function assertModels(db: Tx, modelIds: readonly string[]): Promise<void> {
  if (modelIds.length === 0) return;
  const found = await db
    .select({ id: models.id })
    .from(models)
    .where(inArray(models.id, [...modelIds]));
  const missing = modelIds.filter((id) => found.every((model) => model.id !== id));
  if (missing.length > 0) throw invalid('modelIds', `${missing.join(', ')} is no model of this organisation`);
}

function sinceOf(day: string | undefined, nowUs: number): Date | undefined {
  if (day === undefined) return undefined;
  const since = new Date(`${day}T00:00:00Z`);
  if (since.getTime() > nowUs / 1000) throw invalid('since', 'since must not lie in the future');
  return since;
}
