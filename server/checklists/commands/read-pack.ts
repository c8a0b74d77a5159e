import { CsvError, parse } from 'csv-parse/sync';
import { isAlias, isMap, isSeq, type Node, stringify, visit } from 'yaml';
import type { z } from 'zod';
import { invalid } from '@/server/kernel/refusal';
import { readYaml } from '@/server/kernel/yaml';
import { type PackProblem, refuseProblems, type Written } from '../rules/pack';
import { valueOf } from './pack-cells';
import { type ImportFramework, PackControl, PackHead, packLimits } from '../schema/pack';
import { fromOscal } from './read-oscal-catalog';
import { fromWorkbook } from './read-pack-workbook';

export interface ReadPack {
  readonly head: PackHead;
  readonly controls: readonly Written<PackControl>[];
  /** The text that its next revision can be written from. */
  readonly source: string;
}
interface Raw {
  readonly head: unknown;
  readonly controls: readonly Written<unknown>[];
  readonly problems?: readonly PackProblem[];
}

/**
 * A pack from text or a workbook, with the line of each control.
 * @throws Refusal invalid naming control and line for everything that has not the right shape
 */
export async function readPack({ format, content, head }: ImportFramework): Promise<ReadPack> {
  const raw: Raw = await rawOf(format, content);
  const said = typeof raw.head === 'object' && raw.head !== null ? raw.head : {};
  const problems: PackProblem[] = [...(raw.problems ?? [])];
  const parsedHead = PackHead.safeParse({ ...said, ...head });
  if (!parsedHead.success) problems.push(...issuesOf(parsedHead.error, { line: 1 }, null));
  const controls = raw.controls.flatMap(({ control, ...at }) => {
    const parsed = PackControl.safeParse(control);
    if (parsed.success) return [{ control: parsed.data, ...at }];
    problems.push(...issuesOf(parsed.error, at, idOf(control)));
    return [];
  });
  refuseProblems(problems);
  if (!parsedHead.success || controls.length === 0)
    throw invalid('content', 'A pack needs at least one control');
  if (controls.length > packLimits.controls)
    throw invalid('content', `A pack may have at most ${packLimits.controls} controls`);
  const source = format === 'xlsx' ? yamlOf(parsedHead.data, controls) : content;
  return { head: parsedHead.data, controls, source };
}

async function rawOf(format: ImportFramework['format'], content: string): Promise<Raw> {
  if (format === 'xlsx') return fromWorkbook(content);
  return format === 'csv' ? fromCsv(content) : fromTree(content, format);
}

const yamlOf = (head: PackHead, controls: readonly Written<PackControl>[]): string =>
  stringify({ ...head, controls: controls.map(({ control }) => control) });

const issuesOf = (
  { issues }: z.ZodError,
  at: Pick<PackProblem, 'line' | 'sheet'>,
  control: string | null,
): PackProblem[] =>
  issues.map(({ path, message }) => ({ ...at, control, message: `${path.join('.') || 'it'}: ${message}` }));

const idOf = (control: unknown): string | null =>
  typeof control === 'object' && control !== null && 'id' in control && typeof control.id === 'string'
    ? control.id.slice(0, 80)
    : null;

/** JSON is read as YAML, of which it is a part: both know their lines. Aliases are refused, so nothing can multiply. */
function fromTree(content: string, format: 'yaml' | 'json' | 'oscal'): Raw {
  const { document, lines } = readYaml(content);
  const lineAt = (node: unknown) => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  const problems: PackProblem[] = document.errors.map(({ message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    control: null,
    message: message.split('\n')[0] ?? message,
  }));
  visit(document, {
    Alias: (_, alias) => {
      problems.push({ line: lineAt(alias), control: null, message: 'aliases (*name) are not read' });
    },
  });
  refuseProblems(problems);
  if (format === 'oscal') return fromOscal(document.toJS());
  const root = document.contents;
  const list = isMap(root) ? root.get('controls', true) : null;
  if (!isMap(root) || !isSeq(list)) throw invalid('content', 'A pack is an object with the list "controls"');
  const { controls: _, ...head } = document.toJS() as Record<string, unknown>;
  return {
    head,
    controls: list.items.map((node) => ({
      line: lineAt(node),
      control: isAlias(node) ? null : (node as Node).toJS(document),
    })),
  };
}

/** The first row names the fields. A cell that a spreadsheet would compute is refused: nobody sees what it says. */
function fromCsv(content: string): Raw {
  const problems: PackProblem[] = [];
  const controls = rowsOf(content).map(({ record, info }) => {
    const cells = Object.entries(record).filter(([, cell]) => cell.trim() !== '');
    for (const [field, cell] of cells)
      if (/^[=@]/.test(cell.trim()))
        problems.push({
          line: info.lines,
          control: idOf(record),
          message: `${field} holds a formula; write its value instead`,
        });
    const control = Object.fromEntries(cells.map(([field, cell]) => [field, valueOf(field, cell)]));
    return { control, line: info.lines };
  });
  refuseProblems(problems);
  return { head: {}, controls };
}

function rowsOf(content: string) {
  try {
    return parse(content, { columns: true, bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
  } catch (error) {
    if (error instanceof CsvError) throw invalid('content', `This is not CSV: ${error.message}`);
    throw error;
  }
}
