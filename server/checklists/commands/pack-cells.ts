import { type CheckParam, paramsOf } from '@/policies/frameworks/check-params';
import { PackControl } from '../schema/pack';

export const packFields = PackControl.keyof().options;
export type PackField = (typeof packFields)[number];

/** Cells with several values: groups are divided by semicolons, what stands in a group by bars. */
const listed = (cell: string, by: RegExp) =>
  cell
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const truthIn = (cell: string): unknown =>
  ({ true: true, yes: true, false: false, no: false })[cell.trim().toLowerCase()] ?? cell;
const pairIn = (text: string, by: RegExp): readonly [string, string] => {
  const at = text.search(by);
  return at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
};

/** `eval.bias min_ratio=0.9 attributes=sex,age`: a check with the parameters that are not as usual. */
function checkIn(text: string): unknown {
  const [check = '', ...pairs] = text.split(/\s+/);
  if (pairs.length === 0) return check;
  const kinds = new Map(paramsOf(check).map(({ name, kind }) => [name, kind]));
  const params = pairs.map((pair) => {
    const [name, value] = pairIn(pair, /=/);
    return [name, paramIn(value, kinds.get(name))] as const;
  });
  return { check, params: Object.fromEntries(params) };
}

function paramIn(value: string, kind: CheckParam['kind'] | undefined): unknown {
  if (value === 'none') return kind === 'choice' ? value : null;
  if (kind === 'list') return listed(value, /,/);
  return (kind === 'whole' || kind === 'number') && value !== '' ? Number(value) : value;
}

const readers = new Map<string, (cell: string) => unknown>([
  ['blocksIn', (cell) => listed(cell, /;/)],
  ['signoffs', (cell) => listed(cell, /;/)],
  ['checks', (cell) => listed(cell, /;/).map(checkIn)],
  ['optionalEvidence', (cell) => listed(cell, /;/)],
  ['citations', (cell) => listed(cell, /;/)],
  ['themes', (cell) => listed(cell, /;/)],
  ['genaiActions', (cell) => listed(cell, /;/)],
  ['checksDecide', truthIn],
  ['waivable', truthIn],
  ['appliesFromByPath', (cell) => Object.fromEntries(listed(cell, /;/).map((one) => pairIn(one, /[:=]/)))],
  ['evidence', (cell) => listed(cell, /;/).map((group) => listed(group, /\|/))],
  ['mapsTo', (cell) => listed(cell, /;/).map((id) => ({ id }))],
  ['reopenedBy', (cell) => listed(cell, /;/)],
  ['reviewDays', Number],
]);

/** What a cell of a table says about a field of a control. */
export const valueOf = (field: string, cell: string): unknown => readers.get(field)?.(cell) ?? cell.trim();
