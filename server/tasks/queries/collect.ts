import { and, desc, eq, gt, inArray, isNotNull, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { controlAssessments, controlPlans, evidence, factsToConfirm } from '@/db/schema/checklists';
import { coverageRecords } from '@/db/schema/coverage';
import { runs, runSchedules } from '@/db/schema/evaluations';
import { findings, incidents } from '@/db/schema/findings';
import { systems } from '@/db/schema/systems';
import { controlById } from '@/policies/frameworks/catalog';
import { incidentById } from '@/server/findings/queries/incidents';
import type { Task } from '../schema';

const dayMs = 86_400_000;
const soonDays = 30;
const mostOfEach = 2000;

/** What people see to and is due within 30 days or late: of one person, or of everybody (null). */
export async function collectTasks(db: Reader, personId: string | null, nowUs: number): Promise<Task[]> {
  const now = new Date(nowUs / 1000);
  const soon = new Date(nowUs / 1000 + soonDays * dayMs);
  const about = { db, personId, now, soon, nowUs };
  const all = [
    ...(await evidenceTasks(about)),
    ...(await planTasks(about)),
    ...(await reviewTasks(about)),
    ...(await findingTasks(about)),
    ...(await incidentTasks(about)),
    ...(await canaryTasks(about)),
    ...(await factTasks(about)),
  ];
  return all.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

interface About {
  readonly db: Reader;
  readonly personId: string | null;
  readonly now: Date;
  readonly soon: Date;
  readonly nowUs: number;
}

/** Of the one who gave it; what ended long ago, or was replaced, reminds nobody. */
async function evidenceTasks({ db, personId, now, soon }: About): Promise<Task[]> {
  const rows = await db
    .select()
    .from(evidence)
    .where(
      and(
        personId === null ? sql`${evidence.createdBy} like 'per\\_%'` : eq(evidence.createdBy, personId),
        eq(evidence.state, 'valid'),
        gt(evidence.validUntil, new Date(now.getTime() - soonDays * dayMs)),
        lte(evidence.validUntil, soon),
        sql`not exists (select 1 from evidence newer where newer.supersedes = ${evidence.id} and newer.state = 'valid')`,
      ),
    )
    .orderBy(evidence.validUntil)
    .limit(mostOfEach);
  return rows.map(({ id, title, createdBy, validUntil }) => ({
    kind: 'evidence_ends',
    personId: createdBy,
    place: `evidence/${id}`,
    part: '',
    title,
    dueAt: validUntil ?? soon,
  }));
}

const titleOf = (controlId: string) => controlById(controlId)?.title ?? controlId;

/** Planned controls that the newest recorded state still shows as a gap, or that were never looked at. */
async function planTasks({ db, personId, soon }: About): Promise<Task[]> {
  const plans = await db
    .select()
    .from(controlPlans)
    .where(
      and(
        personId === null ? isNotNull(controlPlans.ownerId) : eq(controlPlans.ownerId, personId),
        lte(controlPlans.dueAt, soon),
      ),
    )
    .limit(mostOfEach);
  if (plans.length === 0) return [];
  const systemIds = [...new Set(plans.map(({ systemId }) => systemId))];
  const isWide = systemIds.includes('');
  const records = await db
    .selectDistinctOn([coverageRecords.systemId, coverageRecords.framework])
    .from(coverageRecords)
    .where(isWide ? undefined : inArray(coverageRecords.systemId, systemIds))
    .orderBy(coverageRecords.systemId, coverageRecords.framework, desc(coverageRecords.recordedAt));
  const looked = new Set(records.map(({ systemId }) => systemId));
  const gaps = new Set(
    records.flatMap(({ systemId, gaps: open }) =>
      open.flatMap(({ controlId }) => [`${systemId} ${controlId}`, ` ${controlId}`]),
    ),
  );
  return plans
    .filter(({ systemId, controlId }) => !looked.has(systemId) || gaps.has(`${systemId} ${controlId}`))
    .filter(({ systemId, controlId }) => systemId !== '' || looked.size === 0 || gaps.has(` ${controlId}`))
    .map(({ systemId, controlId, ownerId, dueAt }) => ({
      kind: 'control_due',
      personId: ownerId ?? '',
      place: `control/${controlId}`,
      part: systemId,
      title: titleOf(controlId),
      dueAt: dueAt ?? soon,
    }));
}

/** Assessments whose next review, or the end of whose waiver, is near; those of one release end with it. */
async function reviewTasks({ db, personId, soon }: About): Promise<Task[]> {
  const last = await db
    .selectDistinctOn([
      controlAssessments.controlId,
      controlAssessments.bindingKind,
      controlAssessments.bindingId,
      controlAssessments.environment,
    ])
    .from(controlAssessments)
    .where(ne(controlAssessments.bindingKind, 'release'))
    .orderBy(
      controlAssessments.controlId,
      controlAssessments.bindingKind,
      controlAssessments.bindingId,
      controlAssessments.environment,
      desc(controlAssessments.createdAt),
    );
  return last.flatMap(({ controlId, byPerson, systemId, createdAt, until }): Task[] => {
    const days = controlById(controlId)?.review_days ?? 0;
    const dueAt = until ?? (days === 0 ? null : new Date(createdAt.getTime() + days * dayMs));
    if (dueAt === null || dueAt > soon || (personId !== null && byPerson !== personId)) return [];
    return [
      {
        kind: 'control_review',
        personId: byPerson,
        place: `control/${controlId}`,
        part: systemId,
        title: titleOf(controlId),
        dueAt,
      },
    ];
  });
}

async function findingTasks({ db, personId, soon }: About): Promise<Task[]> {
  const due = sql<Date>`case when ${findings.state} = 'accepted' then ${findings.acceptedUntil} else ${findings.dueAt} end`;
  const rows = await db
    .select()
    .from(findings)
    .where(
      and(
        personId === null ? undefined : eq(findings.ownerId, personId),
        notInArray(findings.state, ['closed', 'remediated']),
        or(lte(findings.dueAt, soon), lte(findings.acceptedUntil, soon)),
        sql`${due} <= ${soon.toISOString()}::timestamptz`,
      ),
    )
    .limit(mostOfEach);
  return rows.map(({ id, title, ownerId, state, dueAt, acceptedUntil }) => ({
    kind: 'finding_due',
    personId: ownerId,
    place: `finding/${id}`,
    part: '',
    title,
    dueAt: (state === 'accepted' ? acceptedUntil : dueAt) ?? soon,
  }));
}

/** Notices of open incidents that nobody made yet. */
async function incidentTasks({ db, personId, soon, nowUs }: About): Promise<Task[]> {
  const open = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(and(eq(incidents.state, 'open'), personId === null ? undefined : eq(incidents.ownerId, personId)))
    .limit(mostOfEach);
  const tasks: Task[] = [];
  for (const { id } of open) {
    const incident = await incidentById(db, id, nowUs);
    for (const { name, law, dueAt, state } of incident?.clocks ?? []) {
      if (!incident || dueAt === null || dueAt > soon || (state !== 'running' && state !== 'late')) continue;
      const { ownerId, title } = incident;
      const about = { kind: 'incident_notice', personId: ownerId, place: `incident/${id}` } as const;
      tasks.push({ ...about, part: name, title: `${title}: notice under ${law}`, dueAt });
    }
  }
  return tasks;
}

/** Alarms of canaries whose maker has not accepted a new reference. They are due within a day. */
async function canaryTasks({ db, personId, now }: About): Promise<Task[]> {
  const rows = await db
    .select({
      name: runSchedules.name,
      personId: runSchedules.createdBy,
      runId: runs.id,
      at: runs.finishedAt,
    })
    .from(runSchedules)
    .innerJoin(runs, eq(runs.id, runSchedules.alarmRunId))
    .where(personId === null ? undefined : eq(runSchedules.createdBy, personId))
    .limit(mostOfEach);
  return rows.map((row) => ({
    kind: 'canary_alarm',
    personId: row.personId,
    place: `run/${row.runId}`,
    part: '',
    title: `Canary ${row.name}: the model behind the target has changed`,
    dueAt: new Date((row.at ?? now).getTime() + dayMs),
  }));
}

/** Answers to be confirmed, one task a system, of its owner; due when the first of them stops counting. */
async function factTasks({ db, personId, soon }: About): Promise<Task[]> {
  const rows = await db
    .select({
      systemId: factsToConfirm.systemId,
      name: systems.name,
      personId: systems.ownerId,
      facts: sql<number>`count(distinct ${factsToConfirm.fact})::int`,
      dueAt: sql<string>`min(${factsToConfirm.countsUntil})::text`,
    })
    .from(factsToConfirm)
    .innerJoin(systems, eq(systems.id, factsToConfirm.systemId))
    .where(personId === null ? undefined : eq(systems.ownerId, personId))
    .groupBy(factsToConfirm.systemId, systems.name, systems.ownerId)
    .limit(mostOfEach);
  return rows
    .map((row) => ({ ...row, dueAt: new Date(row.dueAt) }))
    .filter(({ dueAt }) => dueAt <= soon)
    .map(({ systemId, name, personId: owner, facts, dueAt }) => ({
      kind: 'facts_to_confirm',
      personId: owner,
      place: `facts/${systemId}`,
      part: systemId,
      title: `Confirm ${facts} ${facts === 1 ? 'answer' : 'answers'} about ${name}`,
      dueAt,
    }));
}
