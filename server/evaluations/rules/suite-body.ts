import type { Suite } from '@/evaluators/suite';
import type { SuiteBody } from '../schema/suites';

type Pinned = SuiteBody['dataset'];

/** What is hashed of a suite: its file with dataset and prompt pinned by digest. */
export const bodyOf = (
  { name, target, repeats, seed, concurrency, evaluators, thresholds, baseline, cache }: Suite,
  dataset: Pinned,
  prompt: Pinned | null,
): SuiteBody => ({
  v: 1,
  name,
  dataset,
  prompt,
  target: target ? present(target) : null,
  repeats,
  seed,
  concurrency: concurrency ?? null,
  ...(cache !== undefined && { cache }),
  evaluators: evaluators.map(present),
  thresholds: thresholds.map(present),
  ...(baseline && { baseline: present(baseline) }),
});

/** Without the keys that hold undefined: canonical JSON has no such thing. */
export const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;

const reference = ({ name, number }: Pinned) => `${name}@${number}`;

/** The body as a suite file says it: the same file makes the same version again. */
export const fileOf = ({ v: _, dataset, prompt, target, concurrency, ...rest }: SuiteBody) => ({
  name: rest.name,
  dataset: reference(dataset),
  ...(prompt && { prompt: reference(prompt) }),
  ...(target && { target }),
  repeats: rest.repeats,
  seed: rest.seed,
  ...(concurrency !== null && { concurrency }),
  ...(rest.cache !== undefined && { cache: rest.cache }),
  evaluators: rest.evaluators,
  thresholds: rest.thresholds,
  ...(rest.baseline && { baseline: rest.baseline }),
});

/** The body as the evaluators take it. */
export const suiteOf = (body: SuiteBody): Suite => ({
  ...fileOf(body),
  target: body.target ?? undefined,
  evaluators: [...body.evaluators],
  thresholds: [...body.thresholds],
});
