import { expect, it } from 'vitest';
import { type CaseResult, compactResults } from './case-result';
import { RunTally } from './comparison-tally';
import { summarise } from './summary';
import { Suite } from './suite';

const suite = Suite.parse({
  name: 'smoke',
  dataset: 'triage@1',
  evaluators: [
    { id: 'text.equals', as: 'level', params: { value: '{{expected}}' } },
    { id: 'classify.f1', as: 'f1' },
    { id: 'ops.latency', as: 'speed' },
  ],
  thresholds: [
    { measure: 'level', min: 0.5 },
    { measure: 'f1', min: 0.4 },
  ],
});
const ids = Array.from({ length: 90 }, (_, at) => `c${at}`);
const results = ids.slice(0, 80).map((caseId, at): CaseResult => {
  const said = at % 3 === 0 ? 'urgent' : 'routine';
  const right = at % 4 !== 0;
  return {
    caseId,
    repeat: 0,
    error: at === 7 ? 'the target closed the connection' : null,
    outcomes:
      at === 7
        ? {}
        : {
            level: { state: 'scored', value: right ? 1 : 0, pass: right, detail: `said ${said}` },
            f1: { state: 'scored', value: right ? 1 : 0, item: [said, right ? said : 'other'] },
            speed:
              at === 11
                ? { state: 'inconclusive', reason: 'no latency was recorded' }
                : { state: 'scored', value: at },
          },
    cost: at % 2 === 0 ? '0.00012' : null,
    model: at < 40 ? 'triage-1' : 'triage-2',
  };
});

it('keeps of a result what its summary reads, so that the summary stays the same', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const whole = summarise(suite, digest, ids, results, 'triage-1');
  expect(summarise(suite, digest, ids, results.map(compactResults()), 'triage-1')).toEqual(whole);
  expect(whole.cases).toMatchObject({ missing: 10, errored: 1, inconclusive: 1 });
  expect(JSON.stringify(results.map(compactResults()))).not.toContain('said urgent');
});

it('tallies columns as it tallies results, and a row that lacks a number as errored', () => {
  const names = ['level', 'speed'];
  const places = new Map(ids.map((id, at) => [id, at]));
  const [rows, columns] = [new RunTally(names, 1, places), new RunTally(names, 1, places)];
  const scored = results.filter((_, at) => at !== 7 && at !== 11);
  for (const one of scored) rows.add(one);
  const valueOf = ({ outcomes }: CaseResult, name: string) => {
    const one = outcomes[name];
    return one?.state === 'scored' ? one.value : Number.NaN;
  };
  const column = (some: readonly CaseResult[], ...order: readonly string[]) => ({
    names: order,
    ids: some.map(({ caseId }) => caseId),
    repeats: some.map(({ repeat }) => repeat),
    fails: some.map((one) => valueOf(one, 'level') === 0),
    values: some.map((one) => order.map((name) => valueOf(one, name))),
  });
  columns.addScored(column(scored.slice(0, 50), 'speed', 'level'));
  columns.addScored(column(scored.slice(50), 'level', 'speed'));
  const said = (tally: RunTally) =>
    ids.map((_, at) => [tally.stateAt(at), tally.failedAt(at), tally.valueAt(at, 0), tally.valueAt(at, 1)]);
  expect(said(columns)).toEqual(said(rows));
  columns.addScored({
    ...column([], 'level', 'speed'),
    ids: ['c7', 'c0', 'x'],
    values: [[1], [1, 2], [1, 2]],
  });
  expect([columns.stateAt(7), columns.stateAt(0), columns.strangers]).toEqual([
    'errored',
    'duplicate',
    ['x'],
  ]);
});
