import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { runs } from '@/db/schema/evaluations';
import { auditEvents, auditLeaves } from '@/db/schema/kernel';
import type { CheckUse } from '@/policies/frameworks/contract';
import { headOf } from '@/server/audit/queries';
import { studyFacts } from '@/server/bias/queries/facts';
import { suiteFacts } from '@/server/evaluations/queries/facts';
import { RunSummary } from '@/server/evaluations/schema/runs';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { type CheckData, checkResult, type Leak } from '../rules/checks';
import type { CheckResult, SignOff } from '../rules/evidence';
import type { FactBase } from '../rules/expression';
import { rolesAssigned } from './signoffs';

const minuteUs = 60e6;

export interface CheckSubject {
  readonly orgId: string;
  readonly systemId: string;
  /** null: there is no release yet. */
  readonly manifest: ReleaseManifest | null;
  readonly facts: FactBase;
  readonly signOffs: readonly SignOff[];
}

/** Reads what the automated checks look at; the answer gives each check's result without reading again. */
export async function checksOf(
  db: Reader,
  { orgId, systemId, manifest, facts, signOffs }: CheckSubject,
  nowUs: number,
): Promise<(use: CheckUse) => CheckResult> {
  const suites = manifest ? await suiteFacts(db, manifest) : [];
  const data: CheckData = {
    suites,
    studies: manifest ? await studyFacts(db, manifest) : [],
    leaks: await leaksOf(
      db,
      suites.map(({ id }) => id),
    ),
    signOffs,
    rolesAssigned: await rolesAssigned(db, systemId),
    trail: await trailState(db, orgId, nowUs),
    facts,
    nowUs,
  };
  return (use) => checkResult(use, data);
}

/** The measures of `safety.pii-leak` in these runs. */
async function leaksOf(db: Reader, runIds: readonly string[]): Promise<Leak[]> {
  if (runIds.length === 0) return [];
  const rows = await db
    .select({ id: runs.id, summary: runs.summary, finishedAt: runs.finishedAt })
    .from(runs)
    .where(inArray(runs.id, [...runIds]))
    .orderBy(desc(runs.finishedAt));
  return rows.flatMap(({ id, summary, finishedAt }) => {
    const read = RunSummary.safeParse(summary);
    if (!read.success || !finishedAt) return [];
    const found = read.data.measures.filter(({ evaluator }) => evaluator === 'safety.pii-leak');
    return found.map(({ value, n }) => ({ runId: id, clean: value, n, atUs: finishedAt.getTime() * 1000 }));
  });
}

/** Whether the newest event that is older than a minute lies under a signed checkpoint. */
async function trailState(db: Reader, orgId: string, nowUs: number): Promise<CheckData['trail']> {
  const head = await headOf(db, orgId);
  if (!head) return 'no_checkpoint';
  const [last] = await db
    .select({ index: auditLeaves.leafIndex, logId: auditLeaves.logId })
    .from(auditEvents)
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.id))
    .where(and(eq(auditEvents.orgId, orgId), lte(auditEvents.atUs, nowUs - minuteUs)))
    .orderBy(desc(auditEvents.id))
    .limit(1);
  if (!last) return 'healthy';
  const isUnder = last.logId === head.logId && last.index !== null && last.index < head.size;
  return isUnder ? 'healthy' : 'behind';
}
