import { problem } from '../input/problem';
import type { Tallied } from './tally';

/** Spellings of "selected" that need no word from the user, beside their opposite. */
const known: readonly (readonly [positive: string, negative: string])[] = [
  ['1', '0'],
  ['1', '-1'],
  ['1.0', '0.0'],
  ['true', 'false'],
  ['True', 'False'],
  ['TRUE', 'FALSE'],
  ['yes', 'no'],
  ['Yes', 'No'],
  ['YES', 'NO'],
  ['y', 'n'],
  ['Y', 'N'],
];

/**
 * The prediction that counts as selected: the one given, or the usual one when predictions are 0/1, true/false or
 * yes/no. Throws InputProblem when it cannot be told, or when it is none of the values.
 */
export function positiveValue({ predictions, labels }: Tallied, given: string | undefined): string {
  const shown = predictions.slice(0, 8).join(', ');
  if (labels && !labels.some((label) => predictions.includes(label)))
    throw problem(
      `labels (${labels.slice(0, 8).join(', ')}) and predictions (${shown}) have no value in common`,
    );
  const all = [...new Set([...predictions, ...(labels ?? [])])];
  const fits = known.filter((pair) => all.every((value) => pair.includes(value)));
  if (given !== undefined) {
    if (!all.includes(given) && !fits.some((pair) => pair.includes(given)))
      throw problem(`the positive value "${given}" does not occur; the predictions are ${shown}`);
    return given;
  }
  const [usual] = fits;
  if (!usual) throw problem(`which prediction is the positive one? The values are ${shown}`);
  return usual[0];
}
