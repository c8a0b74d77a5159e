import type { ChecklistFact, Facts, ResultFact } from '../../releases/schema/dossier';
import type { ReleaseManifest } from '../../releases/schema/manifest';
import type { Reason, ReasonCode } from '../schema/decision';
import type { GatePolicy } from '../schema/policy';
import { judgeReasons, otherModelReasons } from './judges';

interface Case {
  readonly manifest: ReleaseManifest;
  readonly policy: GatePolicy;
  readonly facts: Facts;
  readonly nowUs: number;
}

interface Words {
  readonly what: string;
  readonly missing: ReasonCode;
  readonly failed: ReasonCode;
  readonly stale: ReasonCode;
}
const suiteWords: Words = {
  what: 'Suite',
  missing: 'EVAL_MISSING',
  failed: 'EVAL_FAILED',
  stale: 'EVAL_STALE',
};
// A study has no code of its own for staleness: what is too old counts as not there.
const studyWords: Words = {
  what: 'Study',
  missing: 'BIAS_MISSING',
  failed: 'BIAS_FAILED',
  stale: 'BIAS_MISSING',
};

/** What the results, checklists and findings say against the release; empty = nothing. */
export function factReasons({ manifest, policy, facts, nowUs }: Case): Reason[] {
  const { suites, studies, frameworks } = policy.require;
  return [
    ...suites.flatMap((name) => [
      ...resultReasons(suiteWords, name, manifest.suites, facts.suites, nowUs),
      ...deciderReasons(newestOf(name, manifest.suites, facts.suites, nowUs), policy, nowUs),
    ]),
    ...studies.flatMap((name) => resultReasons(studyWords, name, manifest.studies, facts.studies, nowUs)),
    ...frameworks.flatMap((id) => checklistReasons(id, manifest.frameworks, facts.checklists, nowUs)),
    ...findingReasons(facts.findings, nowUs),
  ];
}

const isStale = ({ stale_at_us: at }: { stale_at_us: number | null }, nowUs: number) =>
  at !== null && at <= nowUs;

function resultReasons(
  words: Words,
  name: string,
  inManifest: ReleaseManifest['suites'],
  results: readonly ResultFact[],
  nowUs: number,
): Reason[] {
  const reason = (code: ReasonCode, message: string): Reason[] => [{ code, name, message }];
  const part = inManifest.find((one) => one.name === name);
  if (!part) return reason(words.missing, `${words.what} "${name}" is required but not in this release.`);
  const newest = newestOf(name, inManifest, results, nowUs);
  if (!newest) return reason(words.missing, `${words.what} "${name}" has no result for this release.`);
  const because = newest.why === undefined ? '' : ` ${newest.why}.`;
  if (newest.verdict === 'fail') return reason(words.failed, `${words.what} "${name}" failed.${because}`);
  if (newest.verdict !== 'pass') {
    const message = `${words.what} "${name}" has too little data to pass or fail.${because}`;
    return reason('NOT_ENOUGH_EVIDENCE', message);
  }
  if (isStale(newest, nowUs))
    return reason(words.stale, `${words.what} "${name}" has a result that is too old; run it again.`);
  return [];
}

/** A result of the future was made under a clock that ran ahead: it would hide every result made since. */
function newestOf(
  name: string,
  inManifest: ReleaseManifest['suites'],
  results: readonly ResultFact[],
  nowUs: number,
): ResultFact | null {
  const part = inManifest.find((one) => one.name === name);
  return results
    .filter(({ name: of, finished_at_us: at }) => of === name && at <= nowUs)
    .filter(({ of }) => of === `sha256:${part?.digest.sha256}`)
    .reduce<ResultFact | null>(
      (best, one) => (best && best.finished_at_us > one.finished_at_us ? best : one),
      null,
    );
}

function deciderReasons(result: ResultFact | null, { require }: GatePolicy, nowUs: number): Reason[] {
  if (!result) return [];
  const { name, other_models: others = [] } = result;
  const uncalibrated = require.judges ? judgeReasons(result, require.judges, nowUs) : [];
  if (!require.models_as_asked) return uncalibrated;
  const elsewhere = require.judges ? otherModelReasons(result) : [];
  if (others.length === 0) return [...uncalibrated, ...elsewhere];
  const message = `Suite "${name}" was not decided by the models that were asked: ${others.join('; ')}.`;
  return [...uncalibrated, { code: 'OTHER_MODEL', name, message }, ...elsewhere];
}

function checklistReasons(
  id: string,
  inManifest: ReleaseManifest['frameworks'],
  checklists: readonly ChecklistFact[],
  nowUs: number,
): Reason[] {
  const code = 'CONTROL_FAILED';
  const pack = inManifest.find((one) => one.id === id);
  if (!pack) return [{ code, name: id, message: `Framework "${id}" is required but not in this release.` }];
  const list = checklists.find(
    ({ framework, of }) => framework === id && of === `sha256:${pack.digest.sha256}`,
  );
  if (!list) return [{ code, name: id, message: `Framework "${id}" has no checklist for this release.` }];
  const blocking = list.controls.filter((control) => control.blocking && control.status !== 'not_applicable');
  const settled = ['satisfied', 'waived'];
  const groups: { word: string; code: ReasonCode; controls: ChecklistFact['controls'] }[] = [
    {
      word: 'open',
      code: 'CONTROL_FAILED',
      controls: blocking.filter(({ status }) => status === 'open'),
    },
    {
      word: 'unsigned',
      code: 'CONTROL_UNSIGNED',
      controls: blocking.filter(({ status }) => status === 'unsigned'),
    },
    {
      word: 'failed',
      code: 'CONTROL_FAILED',
      controls: blocking.filter(({ status }) => status === 'failed'),
    },
    {
      word: 'stale',
      code: 'CONTROL_STALE',
      controls: blocking.filter(
        (one) => one.status === 'stale' || (settled.includes(one.status) && isStale(one, nowUs)),
      ),
    },
  ];
  return groups.flatMap(({ word, controls, code: of }) => {
    const ids = controls.map((control) => control.id);
    const told = controls.map((one) => (one.why === undefined ? one.id : `${one.id} (${one.why})`));
    const message = `Framework "${id}": ${counted(ids.length, 'blocking control')} ${word}: ${listed(told)}.`;
    return ids.length === 0 ? [] : [{ code: of, name: id, ids, message }];
  });
}

function findingReasons(findings: Facts['findings'], nowUs: number): Reason[] {
  const late = findings.filter(({ due_at_us: due }) => due !== null && due <= nowUs).map(({ id }) => id);
  const message = `${counted(late.length, 'finding')} past the due date: ${listed(late)}.`;
  return late.length === 0 ? [] : [{ code: 'FINDING_OVERDUE', ids: late, message }];
}

const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? ' is' : 's are'}`;
const listed = (ids: readonly string[]) =>
  ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
