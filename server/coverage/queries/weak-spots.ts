import { and, eq, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { controlPlans, evidence, factConfirmations, facts } from '@/db/schema/checklists';
import { coverageRecords } from '@/db/schema/coverage';
import { roleGrants } from '@/db/schema/identity';
import { environments } from '@/db/schema/gates';
import { systems } from '@/db/schema/systems';
import { controlById, frameworks } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import { policyInForce } from '@/server/gates/queries/policies';
import { list } from '@/server/kernel/operation';
import { grouped } from '@/server/checklists/rules/checklist';
import { dayInUs } from '@/server/checklists/rules/evidence';
import { NoInput } from '../schema';

/** What is weak, where it is mended, and how many of it there are. */
export interface WeakSpot {
  readonly code:
    | 'facts_open'
    | 'facts_unconfirmed'
    | 'controls_blocking'
    | 'controls_undetermined'
    | 'controls_late'
    | 'evidence_ends'
    | 'evidence_unreviewed'
    | 'link_uncaptured'
    | 'role_unheld'
    | 'policy_without_framework';
  readonly severity: 'high' | 'medium' | 'low';
  readonly message: string;
  readonly count: number;
  /** The thing to open: a system, release with its environment, evidence item, role or environment. */
  readonly at: {
    readonly kind: 'facts' | 'checklist' | 'evidence' | 'people' | 'gate' | 'controls';
    readonly id: string;
    readonly environment?: string;
  };
}

const mostOfEach = 50;
const soonDays = 30;
const questions = factModel.questions.length;
const things = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Where an organisation is weak, the gravest first; each names the form that mends it. At most 50 of each kind. */
export const listWeakSpots = list({
  input: NoInput,
  of: 'Assessment',
  table: coverageRecords,
  run: async ({ db, ctx, visible, nowUs }) => {
    const ids = db.selectDistinct({ id: coverageRecords.systemId }).from(coverageRecords).where(visible);
    const mine = sql`${systems.id} in (${ids})`;
    const rows = await newest(db, visible);
    const spots = [
      ...(await ofFacts(db, mine)),
      ...ofRecords(rows),
      ...(await ofPlans(db, rows, nowUs)),
      ...(await ofEvidence(db, ids.getSQL(), nowUs)),
      ...(await ofRoles(db, rows)),
      ...(await ofPolicies(db)),
    ];
    const order = ['high', 'medium', 'low'];
    return {
      orgId: ctx.actor.orgId,
      spots: spots.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count),
    };
  },
});

/** Questions that nobody answered, and answers that nobody confirmed since the last one. */
async function ofFacts(db: Reader, mine: SQL): Promise<WeakSpot[]> {
  const known = sql.join(
    factModel.questions.map(({ id }) => sql`${id}`),
    sql`, `,
  );
  const rows = await db
    .select({
      id: systems.id,
      name: systems.name,
      answered: sql<number>`(select count(*)::int from ${facts} f where f.system_id = systems.id and f.fact in (${known}))`,
      confirmed: sql<boolean>`coalesce((select max(c.created_at) from ${factConfirmations} c where c.system_id = systems.id)
        >= (select max(f.at) from ${facts} f where f.system_id = systems.id), false)`,
    })
    .from(systems)
    .where(mine);
  const open = rows.filter(({ answered }) => answered < questions);
  const unconfirmed = rows.filter(({ answered, confirmed }) => answered > 0 && !confirmed);
  return [
    ...open.slice(0, mostOfEach).map(({ id, name, answered }) => ({
      code: 'facts_open' as const,
      severity: 'high' as const,
      count: questions - answered,
      message: `${name}: ${things(questions - answered, 'question')} of ${questions} not answered, so controls stay undetermined`,
      at: { kind: 'facts' as const, id },
    })),
    ...unconfirmed.slice(0, mostOfEach).map(({ id, name }) => ({
      code: 'facts_unconfirmed' as const,
      severity: 'low' as const,
      count: 1,
      message: `${name}: nobody confirmed the answers since the last one changed`,
      at: { kind: 'facts' as const, id },
    })),
  ];
}

/** The newest record of each system and framework. */
const newest = (db: Reader, visible: SQL) =>
  db
    .selectDistinctOn([coverageRecords.systemId, coverageRecords.framework], {
      systemId: coverageRecords.systemId,
      framework: coverageRecords.framework,
      releaseId: coverageRecords.releaseId,
      environment: coverageRecords.environment,
      blocking: coverageRecords.blocking,
      gaps: coverageRecords.gaps,
      name: systems.name,
    })
    .from(coverageRecords)
    .innerJoin(systems, eq(systems.id, coverageRecords.systemId))
    .where(visible)
    .orderBy(coverageRecords.systemId, coverageRecords.framework, sql`${coverageRecords.recordedAt} desc`);

type Newest = Awaited<ReturnType<typeof newest>>;

const ofRecords = (rows: Newest): WeakSpot[] =>
  rows
    .filter(({ blocking }) => blocking > 0)
    .toSorted((a, b) => b.blocking - a.blocking)
    .slice(0, mostOfEach)
    .map((row) => ({
      code: 'controls_blocking',
      severity: 'high',
      count: row.blocking,
      message: `${row.name}: ${things(row.blocking, 'control')} of ${titleOf(row.framework)} ${row.blocking === 1 ? 'stops' : 'stop'} a deployment to production`,
      at: placeOf(row),
    }));

/** Controls past their day that the newest record still shows as gaps. */
async function ofPlans(db: Reader, rows: Newest, nowUs: number): Promise<WeakSpot[]> {
  const late = await db
    .select({ systemId: controlPlans.systemId, controlId: controlPlans.controlId })
    .from(controlPlans)
    .where(lte(controlPlans.dueAt, new Date(nowUs / 1000)));
  const keys = new Set(late.map(({ systemId, controlId }) => `${systemId} ${controlId}`));
  const bySystem = grouped(rows, ({ systemId }) => systemId);
  return [...bySystem]
    .flatMap(([systemId, records]): WeakSpot[] => {
      const ids = records.flatMap(({ gaps }) => gaps.map(({ controlId }) => controlId));
      const count = ids.filter((id) => keys.has(`${systemId} ${id}`) || keys.has(` ${id}`)).length;
      const [first] = records;
      if (!first || count === 0) return [];
      const message = `${first.name}: ${things(count, 'control')} past the due date`;
      return [{ code: 'controls_late', severity: 'high', count, message, at: placeOf(first) }];
    })
    .slice(0, mostOfEach);
}

const titleOf = (pack: string) => frameworks.find(({ id }) => id === pack)?.title ?? pack;
const roleWords = (role: string) =>
  role.replaceAll('_', ' ').replaceAll(/\b(dpo|hr|ml)\b/g, (letters) => letters.toUpperCase());

const placeOf = ({ systemId, releaseId, environment }: Newest[number]): WeakSpot['at'] =>
  releaseId === null ? { kind: 'facts', id: systemId } : { kind: 'checklist', id: releaseId, environment };

const inForce = sql`${evidence.state} = 'valid' and not exists (select 1 from evidence newer
  where newer.supersedes = ${evidence.id} and newer.state = 'valid')`;

async function ofEvidence(db: Reader, ids: SQL, nowUs: number): Promise<WeakSpot[]> {
  const now = sql`${new Date(nowUs / 1000).toISOString()}::timestamptz`;
  const soon = new Date((nowUs + soonDays * dayInUs) / 1000);
  const reach = sql`(${evidence.systemId} is null or ${evidence.systemId} in (${ids}))`;
  const ending = await db
    .select({ id: evidence.id, title: evidence.title, validUntil: evidence.validUntil })
    .from(evidence)
    .where(and(reach, inForce, sql`${evidence.validUntil} > ${now}`, lte(evidence.validUntil, soon)))
    .orderBy(evidence.validUntil)
    .limit(mostOfEach);
  const bare = await db
    .select({ id: evidence.id, title: evidence.title })
    .from(evidence)
    .where(and(reach, inForce, eq(evidence.givenAs, 'link'), isNull(evidence.sizeBytes)))
    .limit(mostOfEach);
  return [
    ...ending.map(({ id, title, validUntil }) => ({
      code: 'evidence_ends' as const,
      severity: 'medium' as const,
      count: 1,
      message: `"${title}" ends on ${validUntil?.toISOString().slice(0, 10)}; what rests on it turns stale then`,
      at: { kind: 'evidence' as const, id },
    })),
    ...bare.map(({ id, title }) => ({
      code: 'link_uncaptured' as const,
      severity: 'low' as const,
      count: 1,
      message: `"${title}" is a link of which no copy was captured; it proves nothing about what stood there`,
      at: { kind: 'evidence' as const, id },
    })),
    ...(await unreviewed(db, reach)),
  ];
}

/** How much evidence nobody but its giver has looked at. */
async function unreviewed(db: Reader, reach: SQL): Promise<WeakSpot[]> {
  const [found] = await db
    .select({ count: sql<number>`count(*)::int`, id: sql<string | null>`min(${evidence.id})` })
    .from(evidence)
    .where(
      and(
        reach,
        inForce,
        sql`not exists (select 1 from evidence_reviews r where r.evidence_id = ${evidence.id})`,
      ),
    );
  const waiting = found?.count ?? 0;
  if (waiting === 0) return [];
  return [
    {
      code: 'evidence_unreviewed',
      severity: 'low',
      count: waiting,
      message: `${things(waiting, 'item')} of evidence that no second person reviewed`,
      at: { kind: 'evidence', id: '' },
    },
  ];
}

/** Roles that own open controls and that nobody holds. */
async function ofRoles(db: Reader, rows: Newest): Promise<WeakSpot[]> {
  const held = await db.select({ role: roleGrants.role }).from(roleGrants).where(isNull(roleGrants.toAt));
  const holders = new Set(held.map(({ role }) => role));
  const open = new Map<string, number>();
  for (const { gaps } of rows)
    for (const { controlId } of gaps) {
      const role = controlById(controlId)?.owner_role;
      if (role && !holders.has(role)) open.set(role, (open.get(role) ?? 0) + 1);
    }
  return [...open].map(([role, count]) => ({
    code: 'role_unheld' as const,
    severity: 'high' as const,
    count,
    message: `Nobody holds the role of ${roleWords(role)}: ${things(count, 'open control')} cannot be assessed`,
    at: { kind: 'people' as const, id: role },
  }));
}

async function ofPolicies(db: Reader): Promise<WeakSpot[]> {
  const places = await db.select().from(environments).where(eq(environments.stage, 'production'));
  const spots: WeakSpot[] = [];
  for (const { name } of places) {
    const found = await policyInForce(db, name);
    if (found && found.policy.require.frameworks.length > 0) continue;
    spots.push({
      code: 'policy_without_framework',
      severity: 'high',
      count: 1,
      message: `The gate of ${name} asks for no framework: open controls stop nothing there`,
      at: { kind: 'gate', id: name },
    });
  }
  return spots;
}
