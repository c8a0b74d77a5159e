import { createHash } from 'node:crypto';
import type { Suite, SuiteBaseline } from '@/evaluators/suite';
import type { Reader } from '@/db/client';
import { systemByName } from '@/server/gates/queries/decisions';
import { environmentByName } from '@/server/gates/queries/policies';
import { canonical } from '@/server/kernel/canonical';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { promptVersionAtLabel, promptVersionByDigest, promptVersionByNumber } from '@/server/prompts/queries';
import { datasetVersionByDigest, datasetVersionByNumber } from '@/server/registry/queries/datasets';
import { referenceIn } from '../rules/reference';
import { bodyOf } from '../rules/suite-body';
import { SuiteBody } from '../schema/suites';

export interface ResolvedSuite {
  readonly name: string;
  readonly body: string;
  readonly digest: string;
  readonly datasetVersionId: string;
  readonly promptVersionId: string | null;
}

const missing = (field: string, text: string) =>
  new Refusal('invalid', `${field} ${text} does not exist`, {
    fields: { text: [`${field} ${text} does not exist`] },
  });

/** Looks up what a suite names and pins it by digest, in the transaction that stores it. */
export async function resolvedSuite(db: Reader, suite: Suite): Promise<ResolvedSuite> {
  const dataset = await datasetOf(db, suite.dataset);
  const prompt = suite.prompt === undefined ? null : await promptOf(db, suite.prompt);
  if (suite.baseline) await checkBaseline(db, suite.baseline);
  const pinned = (name: string, { number, digest }: { number: number; digest: string }) => ({
    name,
    number,
    digest,
  });
  const body = bodyOf(
    suite,
    pinned(dataset.datasetName, dataset),
    prompt && pinned(prompt.promptName, prompt),
  );
  const text = canonical(SuiteBody.parse(body));
  return {
    name: suite.name,
    body: text,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    datasetVersionId: dataset.id,
    promptVersionId: prompt?.id ?? null,
  };
}

async function checkBaseline(db: Reader, { system, environment }: SuiteBaseline): Promise<void> {
  if (!(await systemByName(db, system))) throw missing('baseline.system', system);
  if (!(await environmentByName(db, environment))) throw missing('baseline.environment', environment);
}

async function datasetOf(db: Reader, text: string) {
  const wanted = referenceIn('dataset', text, false);
  const found =
    wanted.kind === 'digest'
      ? await datasetVersionByDigest(db, wanted.digest)
      : wanted.kind === 'number'
        ? await datasetVersionByNumber(db, wanted.name, wanted.number)
        : undefined;
  if (!found) throw missing('dataset', text);
  if (found.kind !== 'cases')
    throw invalid('text', `dataset ${text} is a table; a suite needs a dataset of kind cases`);
  return found;
}

async function promptOf(db: Reader, text: string) {
  const wanted = referenceIn('prompt', text, true);
  const found =
    wanted.kind === 'digest'
      ? await promptVersionByDigest(db, wanted.digest)
      : wanted.kind === 'number'
        ? await promptVersionByNumber(db, wanted.name, wanted.number)
        : await promptVersionAtLabel(db, wanted.name, wanted.label);
  if (!found) throw missing('prompt', text);
  return found;
}
