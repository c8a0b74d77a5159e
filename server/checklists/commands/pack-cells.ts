import { PackControl } from '../schema/pack';

export const packFields = PackControl.keyof().options;
export type PackField = (typeof packFields)[number];

/** Cells with several values: groups are divided by semicolons, what stands in a group by bars. */
const listed = (cell: string, by: RegExp) =>
  cell
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const readers = new Map<string, (cell: string) => unknown>([
  ['blocksIn', (cell) => listed(cell, /;/)],
  ['signoffs', (cell) => listed(cell, /;/)],
  ['checks', (cell) => listed(cell, /;/)],
  ['evidence', (cell) => listed(cell, /;/).map((group) => listed(group, /\|/))],
  ['mapsTo', (cell) => listed(cell, /;/).map((id) => ({ id }))],
  ['reopenedBy', (cell) => listed(cell, /;/)],
  ['reviewDays', Number],
]);

/** What a cell of a table says about a field of a control. */
export const valueOf = (field: string, cell: string): unknown => readers.get(field)?.(cell) ?? cell.trim();
