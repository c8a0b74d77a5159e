import { Suite } from '../suite';
import type { Converted } from './read';

/** Where the cases and the prompt of an imported file are: names of files, or name@number. */
export interface Places {
  readonly dataset: string;
  readonly prompt: string;
}

/** The suite of a promptfoo configuration: one measure, which asks of each case its own checks; no threshold. */
export const suiteOfPromptfoo = (
  { prompt, target, repeats }: Pick<Converted, 'prompt' | 'target' | 'repeats'>,
  name: string,
  places: Places,
): Suite =>
  Suite.parse({
    name,
    dataset: places.dataset,
    ...(prompt !== null && { prompt: places.prompt }),
    ...(target && { target: JSON.parse(JSON.stringify(target)) as unknown }),
    repeats,
    evaluators: [{ id: 'composite.case-checks', as: 'checks' }],
  });
