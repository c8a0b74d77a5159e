import { invalid } from '@/server/kernel/refusal';
import type { PackProblem, Written } from '../rules/pack';
import { packFields, type PackField, valueOf } from './pack-cells';
import { PackHead } from '../schema/pack';
import { type Cell, readWorkbook, type Sheet } from './read-workbook';

const headSheet = 'Framework';
const controlSheet = 'Controls';

/**
 * A pack from a workbook: the sheet "Controls" has a row of field names, then a row per control; the sheet "Framework",
 * which may be left out, has a field in column A and its value in column B in each row.
 * @throws Refusal invalid naming what the workbook lacks
 */
export async function fromWorkbook(base64: string) {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw invalid('content', 'A workbook is sent as base64');
  const sheets = await readWorkbook(Buffer.from(base64, 'base64'));
  const named = (name: string) => sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
  const controls = named(controlSheet);
  if (!controls) throw invalid('content', `The workbook has no sheet "${controlSheet}"`);
  const problems: PackProblem[] = [];
  const head = named(headSheet);
  return {
    head: head ? headOf(head, problems) : {},
    controls: controlsOf(controls, problems),
    problems,
  };
}

function headOf(sheet: Sheet, problems: PackProblem[]): Record<string, unknown> {
  const known = Object.keys(PackHead.shape);
  return Object.fromEntries(
    [...sheet.rows].flatMap(([row, cells]) => {
      const field = cells.get('A')?.text.trim() ?? '';
      const cell = cells.get('B');
      if (field === '' || !cell) return [];
      const say = (message: string) =>
        problems.push({ line: row, sheet: sheet.name, control: null, message });
      if (!known.includes(field)) {
        say(`column A: there is no field ${field.slice(0, 40)}`);
        return [];
      }
      if (cell.isFormula) say('column B holds a formula; write its value instead');
      return [[field, textOf(cell, field === 'asOf', sheet)]];
    }),
  );
}

function controlsOf(sheet: Sheet, problems: PackProblem[]): Written<unknown>[] {
  const [first, ...rest] = [...sheet.rows].sort(([a], [b]) => a - b);
  const fields = new Map([...(first?.[1] ?? [])].map(([column, { text }]) => [column, text.trim()]));
  const named = new Set<string>();
  for (const [column, field] of fields) {
    const isKnown = packFields.includes(field as PackField);
    if (isKnown && !named.has(field)) named.add(field);
    else
      problems.push({
        line: first?.[0] ?? 1,
        sheet: sheet.name,
        control: null,
        message: `column ${column}: ${isKnown ? `${field} has a column already` : `there is no field ${field.slice(0, 40)}`}`,
      });
  }
  return rest.flatMap(([row, cells]) => {
    const filled = [...cells].flatMap(([column, cell]) => {
      const field = fields.get(column);
      return cell.text.trim() === '' && !cell.isFormula ? [] : [{ column, field, cell }];
    });
    if (filled.length === 0) return [];
    const id = filled.find(({ field }) => field === 'id')?.cell.text.slice(0, 80) ?? null;
    const say = (message: string) => problems.push({ line: row, sheet: sheet.name, control: id, message });
    const control = filled.flatMap(({ column, field, cell }) => {
      if (field === undefined) say(`column ${column} has no name in the first row`);
      else if (cell.isFormula) say(`column ${column}, ${field}: holds a formula; write its value instead`);
      else return [[field, valueOf(field, textOf(cell, field === 'appliesFrom', sheet))] as const];
      return [];
    });
    return [{ line: row, sheet: sheet.name, control: Object.fromEntries(control) }];
  });
}

const dayMs = 86_400_000;

/** A day that the spreadsheet keeps as a number becomes YYYY-MM-DD. */
function textOf({ text, isNumber }: Cell, isDay: boolean, { dayZero }: Sheet): string {
  const days = Number(text);
  if (!isDay || !isNumber || !Number.isInteger(days) || days < 1 || days > 2_900_000) return text.trim();
  return new Date(dayZero + days * dayMs).toISOString().slice(0, 10);
}
