import { describe, expect, it } from 'vitest';
import type { RunResult } from '../schema/runs';
import { otlpRequest } from './otlp';

const run = {
  id: 'run_1',
  suiteName: 'smoke',
  suiteNumber: 3,
  suiteDigest: 'sha256:00',
  measures: ['level', 'chrf'],
  target: { baseUrl: 'http://127.0.0.1', model: 'triage-1' },
} as const;
const result = {
  ordinal: 4,
  repeat: 1,
  caseId: 'c\ud800',
  output: 'secret words',
  model: 'triage-1-0926',
  responseId: 'chatcmpl-1',
  failure: null,
  finishedAt: new Date('2026-11-23T12:00:00.123Z'),
  measures: {
    level: { state: 'scored', value: 1, pass: true, detail: 'Paris' },
    chrf: { state: 'scored', value: 0.25 },
    tone: { state: 'inconclusive', reason: 'no answer' },
    judge: { state: 'errored', reason: 'it answered no JSON' },
  },
} as unknown as RunResult;

interface Log {
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}
interface Request {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly Log[] }[];
  }[];
}
const records = (results: readonly RunResult[]) =>
  (otlpRequest(run, results) as Request).resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
const genAi = (log: Log | undefined) =>
  Object.fromEntries(
    (log?.attributes ?? [])
      .filter(({ key }) => !key.startsWith('countersign.'))
      .map(({ key, value }) => [key, value]),
  );

describe('results as OpenTelemetry events', () => {
  it('gives one gen_ai.evaluation.result for each measure', () => {
    const [level, chrf, tone, judge, ...more] = records([result]);
    expect(more).toEqual([]);
    expect(level).toMatchObject({
      eventName: 'gen_ai.evaluation.result',
      timeUnixNano: '1795435200123000000',
      severityNumber: 9,
    });
    expect(genAi(level)).toEqual({
      'gen_ai.evaluation.name': { stringValue: 'level' },
      'gen_ai.evaluation.score.value': { doubleValue: 1 },
      'gen_ai.evaluation.score.label': { stringValue: 'pass' },
      'gen_ai.evaluation.explanation': { stringValue: 'Paris' },
      'gen_ai.request.model': { stringValue: 'triage-1' },
      'gen_ai.response.model': { stringValue: 'triage-1-0926' },
      'gen_ai.response.id': { stringValue: 'chatcmpl-1' },
    });
    expect(Object.keys(genAi(chrf))).not.toContain('gen_ai.evaluation.score.label');
    expect(genAi(tone)['gen_ai.evaluation.score.label']).toEqual({ stringValue: 'inconclusive' });
    expect(genAi(tone)).not.toHaveProperty('gen_ai.evaluation.score.value');
    expect(judge).toMatchObject({ severityNumber: 17 });
    expect(genAi(judge)).toMatchObject({ 'error.type': { stringValue: '_OTHER' } });
  });
  it('gives an error for each measure where no answer came', () => {
    const failure = { class: 'timeout', message: 'no answer in 60 s' };
    const given = records([{ ...result, measures: {}, failure }]);
    expect(given.map(genAi)).toMatchObject([
      { 'gen_ai.evaluation.name': { stringValue: 'level' }, 'error.type': { stringValue: 'timeout' } },
      { 'gen_ai.evaluation.name': { stringValue: 'chrf' }, 'error.type': { stringValue: 'timeout' } },
    ]);
  });
  it('names where the result is from, well-formed and without the answer', () => {
    const [level] = records([result]);
    expect(level?.attributes).toContainEqual({
      key: 'countersign.case.id',
      value: { stringValue: 'c\ufffd' },
    });
    expect(level?.attributes).toContainEqual({ key: 'countersign.case.repeat', value: { intValue: '1' } });
    expect(JSON.stringify(records([result]))).not.toContain('secret words');
    expect(records([])).toEqual([]);
  });
});
