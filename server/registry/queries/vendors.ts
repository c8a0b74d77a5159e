import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { models, vendors, vendorUses } from '@/db/schema/registry';
import { systems } from '@/db/schema/systems';
import type { Ctx } from '@/server/kernel/context';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { visible } from '@/server/kernel/visible';
import { systemById } from '@/server/systems/queries';
import { isInEea, type UsedVendor } from '../rules/vendors';
import {
  CountVendors,
  ListVendors,
  type Vendor,
  VendorRef,
  VendorRole,
  VendorsOfSystem,
  type VendorUse,
} from '../schema/vendors';

const us = (time: Date) => time.getTime() * 1000;

export async function vendorById(db: Reader, vendorId: string) {
  const [row] = await db.select().from(vendors).where(eq(vendors.id, vendorId));
  return row;
}

/** Which systems that the caller may see use these vendors, or used them. */
async function usesWhere(db: Reader, ctx: Ctx, where: SQL | undefined): Promise<VendorUse[]> {
  const seen = visible(ctx.ability, 'System', systems, { systemId: systems.id });
  const rows = await db
    .select({ use: vendorUses, system: systems.name })
    .from(vendorUses)
    .innerJoin(systems, eq(systems.id, vendorUses.systemId))
    .where(and(where, seen))
    .orderBy(asc(systems.name));
  const modelIds = [...new Set(rows.flatMap(({ use }) => use.modelIds))];
  const named = modelIds.length
    ? await db
        .select({ id: models.id, name: models.name })
        .from(models)
        .where(inArray(models.id, modelIds))
        .orderBy(models.name, models.id)
    : [];
  return rows.map(({ use, system }) => ({
    systemId: use.systemId,
    system,
    vendorId: use.vendorId,
    receivesData: use.receivesData,
    purpose: use.purpose,
    models: named.filter(({ id }) => use.modelIds.includes(id)),
    since: use.since,
    endedAt: use.endedAt,
  }));
}

async function described(
  db: Reader,
  ctx: Ctx,
  rows: readonly (typeof vendors.$inferSelect)[],
): Promise<Vendor[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const uses = await usesWhere(db, ctx, inArray(vendorUses.vendorId, ids));
  return rows.map(({ changedAt: _, updatedAt: __, ...row }) => {
    const own = uses.filter(({ vendorId }) => vendorId === row.id);
    return {
      ...row,
      roles: row.roles.map((role) => VendorRole.parse(role)),
      isInEea: isInEea(row.country),
      uses: own.filter(({ endedAt }) => endedAt === null),
      pastUses: own.filter(({ endedAt }) => endedAt !== null),
    };
  });
}

export const getVendor = read({
  input: VendorRef,
  of: 'Vendor',
  run: async ({ db, ctx, input }) => {
    const row = await vendorById(db, input.vendorId);
    return row && (await described(db, ctx, [row]))[0];
  },
});

export const listVendors = list({
  input: ListVendors,
  of: 'Vendor',
  table: vendors,
  run: async ({ db, ctx, input, visible: seen }) => {
    const rows = await db
      .select()
      .from(vendors)
      .where(
        and(
          seen,
          input.state ? eq(vendors.state, input.state) : undefined,
          input.role ? sql`${input.role} = any(${vendors.roles})` : undefined,
          containing(input.search, vendors.name, vendors.services),
          olderThan(input.cursor, vendors),
        ),
      )
      .orderBy(...newestFirst(vendors))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, ctx, page.items) };
  },
});

/** How many vendors are in the register, and how many of them receive data of a system. */
export const countVendors = list({
  input: CountVendors,
  of: 'Vendor',
  table: vendors,
  run: async ({ db, visible: seen }) => {
    const active = and(seen, eq(vendors.state, 'active'));
    const [all] = await db.select({ n: count() }).from(vendors).where(active);
    const receiving = sql`exists (select 1 from vendor_uses u where u.vendor_id = ${vendors.id}
      and u.receives_data and u.ended_at is null)`;
    const [receive] = await db.select({ n: count() }).from(vendors).where(and(active, receiving));
    const lost = sql`exists (select 1 from vendor_uses u where u.vendor_id = ${vendors.id} and u.ended_at is null)`;
    const [orphans] = await db
      .select({ n: count() })
      .from(vendors)
      .where(and(seen, eq(vendors.state, 'ended'), lost));
    return { vendors: all?.n ?? 0, receivingData: receive?.n ?? 0, endedInUse: orphans?.n ?? 0 };
  },
});

/** The vendors of a system, with what each receives. */
export const listSystemVendors = read({
  input: VendorsOfSystem,
  of: 'System',
  run: async ({ db, ctx, input: { systemId } }) => {
    const system = await systemById(db, systemId);
    if (!system) return undefined;
    const uses = await usesWhere(db, ctx, and(eq(vendorUses.systemId, systemId), isNull(vendorUses.endedAt)));
    const ids = uses.map(({ vendorId }) => vendorId);
    const rows = ids.length ? await db.select().from(vendors).where(inArray(vendors.id, ids)) : [];
    const { orgId, createdBy } = system;
    return {
      ...{ orgId, systemId, createdBy },
      vendors: rows.map(({ id, name, roles, country, state, services }) => ({
        ...{ id, name, roles, country, state, services },
        use: uses.find(({ vendorId }) => vendorId === id),
      })),
    };
  },
});

/** What the checklists ask: the vendors in use and formerly in use, and when that last changed. */
export async function vendorsOf(db: Reader, systemId: string) {
  const rows = await db
    .select({ use: vendorUses, vendor: vendors })
    .from(vendorUses)
    .innerJoin(vendors, eq(vendors.id, vendorUses.vendorId))
    .where(eq(vendorUses.systemId, systemId))
    .orderBy(asc(vendors.name));
  const asUsed = ({ use, vendor }: (typeof rows)[number]): UsedVendor => ({
    ...{ id: vendor.id, name: vendor.name, country: vendor.country, receivesData: use.receivesData },
    ...{ roles: vendor.roles, services: vendor.services, isEnded: vendor.state === 'ended' },
  });
  const times = rows.flatMap(({ use, vendor }) => [
    us(use.changedAt),
    ...(use.endedAt === null && vendor.changedAt ? [us(vendor.changedAt)] : []),
    ...(use.endedAt === null && vendor.endedAt ? [us(vendor.endedAt)] : []),
  ]);
  return {
    used: rows.filter(({ use }) => use.endedAt === null).map(asUsed),
    former: rows.filter(({ use }) => use.endedAt !== null).map(asUsed),
    changedUs: times.length === 0 ? null : Math.max(...times),
    /** Of each vendor by itself: its papers hold while it is the same. */
    changedOf: new Map(
      rows.flatMap(({ vendor }) => (vendor.changedAt ? [[vendor.id, us(vendor.changedAt)] as const] : [])),
    ),
  };
}
