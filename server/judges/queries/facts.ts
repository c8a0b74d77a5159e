import { createHash } from 'node:crypto';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { judgings } from '@/db/schema/judges';
import { evaluatorById } from '@/evaluators/catalog';
import type { JudgeModels } from '@/evaluators/judge/calibrated-models';
import { type JudgeBody, judgeBodyOf } from '@/evaluators/judge/definition';
import { measureName } from '@/evaluators/suite';
import type { SuiteBody } from '@/server/evaluations/schema/suites';
import { canonical } from '@/server/kernel/canonical';
import type { JudgeFact } from '@/server/releases/schema/dossier';
import { measuredOf } from '../rules/measured';
import { CalibrationDocument } from '../schema/judgings';

export const judgeDigest = (body: JudgeBody): string =>
  `sha256:${createHash('sha256').update(canonical(body)).digest('hex')}`;

type Calibrated = NonNullable<JudgeFact['calibration']>;

/** The newest finished calibration of each of these judges; a better one of before does not stand in for it. */
export async function newestCalibrations(
  db: Reader,
  digests: readonly string[],
): Promise<Map<string, Calibrated & { readonly document: CalibrationDocument }>> {
  if (digests.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([judgings.judgeDigest])
    .from(judgings)
    .where(
      and(
        eq(judgings.purpose, 'calibration'),
        eq(judgings.state, 'finished'),
        inArray(judgings.judgeDigest, [...digests]),
      ),
    )
    .orderBy(judgings.judgeDigest, desc(judgings.finishedAt), desc(judgings.id));
  return new Map(
    rows.flatMap(({ id, judgeDigest: digest, result, resultDigest, finishedAt, expiresAt }) => {
      if (!result || !resultDigest || !finishedAt || !expiresAt) return [];
      const document = CalibrationDocument.parse(result);
      const times = { finished_at_us: us(finishedAt), stale_at_us: us(expiresAt) };
      return [[digest, { id, result: resultDigest, ...measuredOf(document), ...times, document }] as const];
    }),
  );
}
const us = (time: Date) => time.getTime() * 1000;

/** A judge as a gate sees it, and the models that answered for it. */
export interface DecidingJudge {
  readonly fact: JudgeFact;
  readonly models: JudgeModels;
}

/** The judges that decide each of these suites: those behind a measure with a threshold. Keyed as the bodies are. */
export async function judgeFacts<K>(
  db: Reader,
  bodies: ReadonlyMap<K, SuiteBody>,
): Promise<Map<K, DecidingJudge[]>> {
  const asked = [...bodies].map(([key, body]) => [key, judgesOf(body)] as const);
  const digests = asked.flatMap(([, judges]) => judges.flatMap(({ judge }) => judge ?? []));
  const known = await newestCalibrations(db, [...new Set(digests)]);
  return new Map(
    asked.map(([key, judges]) => [
      key,
      judges.map(({ measure, judge, asked: model }) => {
        const { document, ...calibration } = (judge && known.get(judge)) || { document: null };
        const fact = { measure, judge, calibration: 'id' in calibration ? calibration : null };
        return { fact, models: { asked: model, calibrated: document?.models ?? [] } };
      }),
    ]),
  );
}

function judgesOf({ evaluators, thresholds }: SuiteBody) {
  const decides = new Set(thresholds.map(({ measure }) => measure));
  return evaluators.flatMap((one) => {
    const measure = measureName(one);
    if (!decides.has(measure) || !evaluatorById(one.id)?.needs.judge) return [];
    const body = judgeBodyOf(one);
    return [{ measure, judge: body && judgeDigest(body), asked: body && body.params.judge.model }];
  });
}
