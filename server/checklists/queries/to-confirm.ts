import { and, asc, desc, eq, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { evidence, facts, factsToConfirm } from '@/db/schema/checklists';
import { incidents } from '@/db/schema/findings';
import { releaseManifests, releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { factDoubts } from '@/policies/frameworks/fact-triggers';
import { list, read } from '@/server/kernel/operation';
import { systemById } from '@/server/systems/queries';
import { dayUs } from '../rules/answers';
import type { Answers } from '../rules/expression';
import { type Fired, toConfirm } from '../rules/to-confirm';
import { FactsRef, NoFacts } from '../schema';
import { historyOf } from './changes';
import { answersOf } from './known';

const us = (time: Date) => time.getTime() * 1000;
const parts = ['model_version', 'prompt_version', 'dataset'] as const;

/** What is asked again about a system, the soonest end first. */
export const askedAgain = (db: Reader, systemId: string) =>
  db
    .select()
    .from(factsToConfirm)
    .where(eq(factsToConfirm.systemId, systemId))
    .orderBy(asc(factsToConfirm.countsUntil), asc(factsToConfirm.fact), asc(factsToConfirm.trigger));

/** The answers that count: without those whose time to be confirmed has passed, which are named beside them. */
export async function countingAnswers(db: Reader, systemId: string, nowUs: number) {
  const [{ rows, answers }, asked] = await Promise.all([answersOf(db, systemId), askedAgain(db, systemId)]);
  const lapsed = new Set(asked.filter(({ countsUntil }) => us(countsUntil) <= nowUs).map(({ fact }) => fact));
  const counting: Answers = Object.fromEntries(Object.entries(answers).filter(([fact]) => !lapsed.has(fact)));
  return { rows, answers, counting, asked, lapsed };
}

/** What is to be asked again about a system and is not yet. */
export async function newlyAsked(db: Reader, systemId: string, nowUs: number) {
  const { rows } = await answersOf(db, systemId);
  if (rows.length === 0) return [];
  const held = rows.map(({ fact, answer, at, confirmedAt }) => ({
    fact,
    answer,
    sinceUs: Math.max(us(at), confirmedAt ? us(confirmedAt) : 0),
  }));
  const known = new Set((await askedAgain(db, systemId)).map(({ fact, trigger }) => `${fact} ${trigger}`));
  return toConfirm(factDoubts, held, await firedOf(db, systemId), nowUs).filter(
    ({ fact, trigger }) => !known.has(`${fact} ${trigger}`),
  );
}

async function firedOf(db: Reader, systemId: string): Promise<Fired[]> {
  return [
    ...(await releaseFired(db, systemId)),
    ...(await modificationFired(db, systemId)),
    ...(await incidentFired(db, systemId)),
  ];
}

async function releaseFired(db: Reader, systemId: string): Promise<Fired[]> {
  const [newest] = await db
    .select({ digest: releaseManifests.digest, id: releases.id, version: releases.version })
    .from(releaseManifests)
    .innerJoin(releases, eq(releases.id, releaseManifests.releaseId))
    .where(eq(releaseManifests.systemId, systemId))
    .orderBy(desc(releaseManifests.createdAt))
    .limit(1);
  const { changes } = await historyOf(db, { systemId, releaseDigest: newest?.digest ?? null });
  const { purpose, vendor } = changes;
  return [
    ...(purpose === undefined ? [] : [{ trigger: 'purpose', atUs: purpose, about: '', what: '' } as const]),
    ...(vendor === undefined ? [] : [{ trigger: 'vendor', atUs: vendor, about: '', what: '' } as const]),
    ...parts.flatMap((trigger): Fired[] => {
      const atUs = changes[trigger];
      if (atUs === undefined || !newest) return [];
      return [{ trigger, atUs, about: `release/${newest.id}`, what: newest.version }];
    }),
  ];
}

async function modificationFired(db: Reader, systemId: string): Promise<Fired[]> {
  const [row] = await db
    .select({ id: evidence.id, title: evidence.title, at: evidence.createdAt })
    .from(evidence)
    .where(
      and(
        eq(evidence.systemId, systemId),
        eq(evidence.type, 'rec.change-assessment'),
        eq(evidence.state, 'valid'),
        sql`${evidence.record} -> 'substantial' = 'true'::jsonb`,
      ),
    )
    .orderBy(desc(evidence.createdAt))
    .limit(1);
  return row
    ? [
        {
          trigger: 'substantial_modification',
          atUs: us(row.at),
          about: `evidence/${row.id}`,
          what: row.title,
        },
      ]
    : [];
}

async function incidentFired(db: Reader, systemId: string): Promise<Fired[]> {
  const [row] = await db
    .select({ id: incidents.id, title: incidents.title, at: incidents.createdAt })
    .from(incidents)
    .where(eq(incidents.systemId, systemId))
    .orderBy(desc(incidents.createdAt))
    .limit(1);
  return row ? [{ trigger: 'incident', atUs: us(row.at), about: `incident/${row.id}`, what: row.title }] : [];
}

/** For the job: how many answers of a system are newly doubtful. */
export const countNewlyAsked = read({
  input: FactsRef,
  of: 'Facts',
  run: async ({ db, input: { systemId }, nowUs }) => {
    const system = await systemById(db, systemId);
    if (!system) return undefined;
    return { orgId: system.orgId, systemId, newly: (await newlyAsked(db, systemId, nowUs)).length };
  },
});

/** For the job: systems with an answer that time alone makes doubtful and that is not asked again yet for it. */
export const listAgedSystems = list({
  input: NoFacts,
  of: 'System',
  table: systems,
  alias: { systemId: systems.id },
  run: async ({ db, visible, nowUs }) => {
    const since = sql`greatest(${facts.at}, ${facts.confirmedAt})`;
    const asked = (trigger: string) =>
      sql`not exists (select 1 from facts_to_confirm c where c.system_id = ${facts.systemId}
        and c.fact = ${facts.fact} and c.trigger = ${trigger})`;
    const old = new Date(nowUs / 1000 - factDoubts.answersHoldDays * 86_400_000).toISOString();
    const reached = factDoubts.lawDates.filter(({ from }) => (dayUs(from) ?? Infinity) <= nowUs);
    const rows = await db
      .selectDistinct({ systemId: facts.systemId })
      .from(facts)
      .innerJoin(systems, eq(systems.id, facts.systemId))
      .where(
        and(
          visible,
          isNotNull(facts.answer),
          sql`${facts.answer} <> '"unknown"'::jsonb`,
          or(
            and(sql`${since} <= ${old}::timestamptz`, asked('year')),
            ...reached.map(({ from, facts: named }) =>
              and(
                lte(since, sql`${from}::timestamptz`),
                sql`${facts.fact} = any(${`{${named.join(',')}}`}::text[])`,
                asked('law'),
              ),
            ),
          ),
        ),
      );
    return rows.map(({ systemId }) => systemId);
  },
});
