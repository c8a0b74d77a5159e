import type { OscalParam, OscalPart } from '../schema/oscal';

/** What a person is told about one control of a document. */
export type Say = (message: string) => void;
export interface Told {
  /** What the document leaves out or what was not taken over. */
  readonly note: Say;
  /** What makes the import impossible. */
  readonly problem: Say;
}

const insert = /\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}/g;
const longest = 4000;

/** Fills parameters into texts; each parameter is worked out once, and none may be made of itself. */
export function paramFiller(params: ReadonlyMap<string, OscalParam>) {
  const known = new Map<string, string>();
  const filled = (text: string, trail: readonly string[], told: Told): string =>
    text.replace(insert, (_, id: string) => valueOf(id, trail, told));
  function valueOf(id: string, trail: readonly string[], told: Told): string {
    const done = known.get(id);
    if (done !== undefined) return done;
    const param = params.get(id);
    if (!param) {
      told.note(`the text names the parameter ${id}, which the document does not have`);
      return `[${id}]`;
    }
    if (trail.includes(id)) {
      told.problem(`the parameters go in a circle: ${[...trail, id].join(' → ')}`);
      return `[${id}]`;
    }
    const text = textOf(param, (part) => filled(part, [...trail, id], told));
    if (text.length > longest) told.problem(`the parameter ${id} becomes longer than ${longest} characters`);
    const value = text.slice(0, longest);
    known.set(id, value);
    return value;
  }
  return (text: string, told: Told): string => filled(text, [], told);
}

/** Values that were set, else what there is to choose from, else its label in brackets. */
function textOf({ id, values = [], select, label }: OscalParam, fill: (text: string) => string): string {
  if (values.length > 0) return values.map(fill).join(', ');
  const choices = (select?.choice ?? []).map(fill);
  if (choices.length === 0) return `[${fill(label ?? id)}]`;
  const many = select?.['how-many'] === 'one-or-more' ? ' (one or more)' : '';
  return `[Selection${many}: ${choices.join('; ')}]`;
}

/** The text of a part with those inside it, a line each, indented, with the labels that the document gives them. */
export function proseOf(part: OscalPart, depth = 0): string[] {
  const label = part.props?.find(({ name }) => name === 'label')?.value;
  const own = [depth > 0 ? label : undefined, part.prose?.trim()].filter((text) => text);
  const line = own.length > 0 ? [`${'  '.repeat(Math.max(0, depth - 1))}${own.join(' ')}`] : [];
  return [...line, ...(part.parts ?? []).flatMap((inner) => proseOf(inner, depth + 1))];
}
