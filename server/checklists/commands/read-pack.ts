import { CsvError, parse } from 'csv-parse/sync';
import { isAlias, isMap, isSeq, type Node, stringify, visit } from 'yaml';
import type { z } from 'zod';
import { invalid } from '@/server/kernel/refusal';
import { readYaml } from '@/server/kernel/yaml';
import { type PackProblem, refuseProblems, type Written } from '../rules/pack';
import { valueOf } from './pack-cells';
import { type ImportFramework, PackControl, PackHead, packLimits } from '../schema/pack';
import type { OwnCatalogs } from './oscal-sources';
import { fromOscal } from './read-oscal';
import { fromWorkbook } from './read-pack-workbook';

export interface ReadPack {
  readonly head: PackHead;
  readonly controls: readonly Written<PackControl>[];
  /** The text that its next revision can be written from. */
  readonly source: string;
  /** What was read: one of the formats, with an OSCAL document which of its models. */
  readonly kind: string;
  /** What the source leaves open, or what was not taken over. */
  readonly notes: readonly string[];
}
interface Raw {
  readonly head: unknown;
  readonly controls: readonly Written<unknown>[];
  readonly problems?: readonly PackProblem[];
  readonly kind?: string;
  readonly notes?: readonly string[];
}

/**
 * A pack from text or a workbook, with the line of each control.
 * @param own what the import of an OSCAL profile may name
 * @throws Refusal invalid naming control and line for everything that has not the right shape
 */
export async function readPack(input: ImportFramework, own: OwnCatalogs = none): Promise<ReadPack> {
  const { format, content, head, idPrefix = '' } = input;
  const raw = await rawOf(input, own);
  const said = typeof raw.head === 'object' && raw.head !== null ? raw.head : {};
  const problems: PackProblem[] = [...(raw.problems ?? [])];
  const parsedHead = PackHead.safeParse({ ...said, ...head });
  if (!parsedHead.success) problems.push(...issuesOf(parsedHead.error, { line: 1 }, null));
  const read = raw.controls.flatMap(({ control, ...at }) => {
    const parsed = PackControl.safeParse(control);
    if (parsed.success) return [{ control: parsed.data, ...at }];
    problems.push(...issuesOf(parsed.error, at, idOf(control)));
    return [];
  });
  const controls = idPrefix === '' ? read : prefixed(read, idPrefix, problems);
  refuseProblems(problems);
  if (!parsedHead.success || controls.length === 0)
    throw invalid('content', 'A pack needs at least one control');
  if (controls.length > packLimits.controls)
    throw invalid('content', `A pack may have at most ${packLimits.controls} controls`);
  const isText = idPrefix === '' && head === undefined && (format === 'yaml' || format === 'json');
  const source = isText ? content : yamlOf(parsedHead.data, controls);
  return {
    head: parsedHead.data,
    controls,
    source,
    kind: raw.kind ?? format,
    notes: raw.notes ?? [],
  };
}

const none: OwnCatalogs = () => Promise.resolve(undefined);

async function rawOf({ format, content, files = [] }: ImportFramework, own: OwnCatalogs): Promise<Raw> {
  if (files.length > 0 && format !== 'oscal')
    throw invalid('files', 'Only an OSCAL profile imports from other files');
  if (format === 'oscal') return fromOscal(content, files, own);
  if (format === 'xlsx') return fromWorkbook(content);
  return format === 'csv' ? fromCsv(content) : fromTree(content);
}

/** Relations inside the pack go on naming their controls. */
function prefixed(
  written: readonly Written<PackControl>[],
  prefix: string,
  problems: PackProblem[],
): Written<PackControl>[] {
  const own = new Set(written.map(({ control }) => control.id));
  return written.flatMap(({ control, ...at }) => {
    const mapsTo = control.mapsTo.map((one) => (own.has(one.id) ? { ...one, id: prefix + one.id } : one));
    const parsed = PackControl.safeParse({ ...control, id: prefix + control.id, mapsTo });
    if (parsed.success) return [{ control: parsed.data, ...at }];
    problems.push(...issuesOf(parsed.error, at, control.id));
    return [];
  });
}

export const yamlOf = (head: PackHead, controls: readonly Written<PackControl>[]): string =>
  stringify(
    { ...head, controls: controls.map(({ control }) => control) },
    // Values that controls share, such as the usual evidence, would become aliases, which are not read.
    { aliasDuplicateObjects: false },
  );

const issuesOf = (
  { issues }: z.ZodError,
  at: Pick<PackProblem, 'line' | 'sheet' | 'path'>,
  control: string | null,
): PackProblem[] =>
  issues.map(({ path, message }) => ({ ...at, control, message: `${path.join('.') || 'it'}: ${message}` }));

const idOf = (control: unknown): string | null =>
  typeof control === 'object' && control !== null && 'id' in control && typeof control.id === 'string'
    ? control.id.slice(0, 80)
    : null;

/** JSON is read as YAML, of which it is a part: both know their lines. Aliases are refused, so nothing can multiply. */
function fromTree(content: string): Raw {
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
