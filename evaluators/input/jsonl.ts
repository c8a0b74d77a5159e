import { problem } from './problem';
import { type Bytes, linesOf, textChunks, withoutReturn } from './text-chunks';

export interface JsonLine {
  readonly line: number;
  readonly value: unknown;
}
export interface JsonlLimits {
  readonly maxRows: number;
  /** characters of one line */
  readonly maxLength: number;
}
export const jsonlLimits: JsonlLimits = { maxRows: 10_000_000, maxLength: 4_000_000 };

/**
 * JSON Lines as they stream in: one JSON value per line, UTF-8, empty lines skipped. Throws InputProblem with the line
 * on broken JSON, over-long lines, wrong encodings, and when there is no line. `parse` may be stricter than JSON.parse.
 */
export async function* readJsonl(
  bytes: Bytes,
  { maxRows, maxLength }: JsonlLimits = jsonlLimits,
  parse: (text: string) => unknown = JSON.parse,
): AsyncGenerator<JsonLine> {
  let line = 0;
  let rows = 0;
  for await (const lines of linesOf(textChunks(bytes), maxLength))
    for (const raw of lines) {
      line++;
      const text = withoutReturn(raw);
      if (text.trim() === '') continue;
      if (++rows > maxRows)
        throw problem(`the file has more than ${maxRows} lines`, { line, limit: maxRows });
      yield { line, value: parsed(text, line, parse) };
    }
  if (rows === 0) throw problem('the file has no lines');
}

function parsed(text: string, line: number, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw problem(`line ${line} is not JSON: ${why.slice(0, 200)}`, { line });
  }
}
