import { desc, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { studyResults } from '@/db/schema/bias';
import { runs } from '@/db/schema/evaluations';
import { studyFacts } from '@/server/bias/queries/facts';
import { BiasDocument, type StudyAttribute } from '@/server/bias/schema';
import { suiteFacts } from '@/server/evaluations/queries/facts';
import { RunSummary } from '@/server/evaluations/schema/summary';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import type { BiasFigures, CheckData, RunMeasure, StudyOutcome } from '../rules/check-data';

const us = (time: Date) => time.getTime() * 1000;

/** The results of the suites and studies of a manifest over exactly its parts; none without a manifest. */
export async function resultsOf(
  db: Reader,
  manifest: ReleaseManifest | null,
): Promise<Pick<CheckData, 'suites' | 'studies' | 'measures'>> {
  if (!manifest) return { suites: [], studies: [], measures: [] };
  const suites = await suiteFacts(db, manifest);
  const runIds = suites.map(({ id }) => id);
  return { suites, studies: await studiesOf(db, manifest), measures: await measuresOf(db, runIds) };
}

async function measuresOf(db: Reader, runIds: readonly string[]): Promise<RunMeasure[]> {
  if (runIds.length === 0) return [];
  const rows = await db
    .select({ id: runs.id, summary: runs.summary, finishedAt: runs.finishedAt })
    .from(runs)
    .where(inArray(runs.id, [...runIds]))
    .orderBy(desc(runs.finishedAt));
  return rows.flatMap(({ id: runId, summary, finishedAt }) => {
    const read = RunSummary.safeParse(summary);
    if (!read.success || !finishedAt) return [];
    const { errored, missing, duplicate } = read.data.cases;
    return read.data.measures.map(({ name, evaluator, value, n }) => ({
      runId,
      name,
      evaluator,
      value,
      n,
      unjudged: errored + missing + duplicate,
      atUs: us(finishedAt),
    }));
  });
}

async function studiesOf(db: Reader, manifest: ReleaseManifest): Promise<StudyOutcome[]> {
  const facts = await studyFacts(db, manifest);
  if (facts.length === 0) return [];
  const ids = facts.map(({ id }) => id);
  const rows = await db
    .select({ id: studyResults.id, result: studyResults.result })
    .from(studyResults)
    .where(inArray(studyResults.id, ids));
  return facts.map((fact) => {
    const read = BiasDocument.safeParse(rows.find(({ id }) => id === fact.id)?.result);
    const attributes = read.success ? [...read.data.attributes, ...read.data.intersections] : [];
    return {
      ...fact,
      attributes: attributes.map(figuresOf),
      hasIntersections: read.success && read.data.intersections.length > 0,
    };
  });
}

const gaps = [
  'demographicParityDifference',
  'equalOpportunityDifference',
  'equalizedOddsDifference',
] as const;

function figuresOf({ name, groups, metrics }: StudyAttribute): BiasFigures {
  const defined = gaps.flatMap((gap) => {
    const value = metrics[gap]?.value ?? null;
    return value === null ? [] : [Math.abs(value)];
  });
  return {
    name,
    groups: groups.map(({ value, n, tooSmall }) => ({ value, n, tooSmall })),
    ratio: metrics.demographicParityRatio?.value ?? null,
    gap: defined.length === 0 ? null : Math.max(...defined),
  };
}
