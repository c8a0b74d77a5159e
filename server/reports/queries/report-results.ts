import { eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { studyResults } from '@/db/schema/bias';
import { parameterRemarks } from '@/evaluators/prompt-parameters';
import { prepareSuite } from '@/evaluators/suite';
import { assessmentsFor } from '@/server/checklists/queries/known';
import { askedOf } from '@/server/checklists/queries/digests';
import { packsFor } from '@/server/checklists/queries/packs';
import type { Pack } from '@/server/checklists/queries/shipped-packs';
import { type Assessment, isAbout } from '@/server/checklists/rules/assessment';
import { runById } from '@/server/evaluations/queries/runs';
import type { Run } from '@/server/evaluations/schema/runs';
import { suiteVersionById } from '@/server/evaluations/queries/suites';
import { suiteOf } from '@/server/evaluations/rules/suite-body';
import { namesOf } from '@/server/identity/queries/people';
import { productVersion } from '@/server/kernel/version';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import type { ChecklistFact, ControlFact, ResultFact } from '@/server/releases/schema/dossier';
import { type BiasOutcome, reportControl, runMeasure, studiesOf, unitOf } from '../rules/measures';
import type { ReportFramework, ReportRun, ReportStudy } from '../schema';

/** The runs that count for the release, with every measure. */
export async function runsOf(db: Reader, facts: readonly ResultFact[]): Promise<ReportRun[]> {
  const found: ReportRun[] = [];
  for (const { id, name, verdict } of facts) {
    const run = await runById(db, id);
    if (!run) continue;
    const dataset = await datasetVersionById(db, run.datasetVersionId);
    const suite = await suiteVersionById(db, run.suiteVersionId);
    const measured = suite ? prepareSuite(suiteOf(suite.body)) : [];
    const units = new Map(measured.map(({ name: measure, evaluator }) => [measure, unitOf(evaluator)]));
    found.push({
      suite: `${name} ${run.suiteNumber}`,
      dataset: dataset ? `${dataset.digest.slice(0, 19)}` : null,
      target: targetWords(run),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      cases: run.caseCount,
      errored: run.errorCount,
      cachedShare: run.usesCache && run.doneCount > 0 ? run.cachedCount / run.doneCount : null,
      costUsd: run.cost,
      judgeCostUsd: run.judgeCost,
      measures: (run.summary?.measures ?? []).map((one) => runMeasure(one, units.get(one.name) ?? 'share')),
      verdict,
    });
  }
  return found;
}

/** Whom it asked, and what it did not send as the prompt version has it. */
const targetWords = ({ source, target, promptParameters }: Run): string =>
  source === 'live' && target
    ? [
        `${target.model} at ${new URL(target.baseUrl).host}`,
        ...parameterRemarks(promptParameters ?? []),
      ].join('; ')
    : 'recorded outputs';

/** The outcomes of bias studies that count for the release, one for each protected attribute. */
export async function studiesIn(db: Reader, facts: readonly ResultFact[]): Promise<ReportStudy[]> {
  const found: ReportStudy[] = [];
  for (const { id, name } of facts) {
    const [row] = await db.select().from(studyResults).where(eq(studyResults.id, id));
    if (row?.result) found.push(...studiesOf(name, row.result as unknown as BiasOutcome, null));
  }
  return found;
}

/** By control; one about what the control asks in this version goes before those about another. */
function newestDecisions<D extends Assessment>(decisions: readonly D[], packs: readonly Pack[]) {
  const asked = new Map(
    packs.flatMap(({ controls }) => controls.map((control) => [control.id, askedOf(control)] as const)),
  );
  const fits = (one: D) => Number(isAbout(one, asked.get(one.controlId) ?? ''));
  return new Map(
    decisions.toSorted((a, b) => fits(a) - fits(b) || a.atUs - b.atUs).map((one) => [one.controlId, one]),
  );
}

/** The checklists as the gate judges them; what a person decided with their printed name and reason. */
export async function frameworksOf(
  db: Reader,
  { systemId, environment }: { readonly systemId: string; readonly environment: string },
  checklists: readonly ChecklistFact[],
  nowUs: number,
): Promise<ReportFramework[]> {
  const byHand = checklists.flatMap(({ controls }) => controls.filter(({ by }) => by === 'hand'));
  const ids = byHand.map(({ id }) => id);
  const made = await assessmentsFor(db, systemId, ids);
  const here = made.filter((one) => one.environment === null || one.environment === environment);
  const names = await namesOf(
    db,
    here.map(({ byPerson }) => byPerson),
  );
  const packs = await packsFor(
    db,
    checklists.map(({ framework, of }) => ({ id: framework, digest: of })),
  );
  const newest = newestDecisions(here, packs);
  const decided = ({ id, by }: ControlFact) => {
    const one = by === 'hand' ? newest.get(id) : undefined;
    if (!one) return { decider: by === 'check' ? 'automated check' : null, reason: null };
    const name = names.get(one.byPerson) ?? one.byPerson;
    return { decider: `${name}, ${one.role.replaceAll('_', ' ')}`, reason: one.reason };
  };
  return checklists.map(({ framework, controls, of }) => {
    const pack = packs.find(({ id }) => id === framework);
    const titles = new Map(pack?.controls.map(({ id, title }) => [id, title]));
    return {
      id: framework,
      title: pack?.title ?? framework,
      version: `${pack?.version ?? ''} ${of.slice(0, 19)} (Countersign ${productVersion})`.trim(),
      controls: controls.map((fact) =>
        reportControl(fact, titles.get(fact.id) ?? fact.id, decided(fact), nowUs),
      ),
    };
  });
}
