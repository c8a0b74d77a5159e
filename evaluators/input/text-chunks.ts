import { problem } from './problem';

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Decodes UTF-8 strictly as it arrives. A UTF-8 byte order mark is dropped; UTF-16, invalid UTF-8 and U+0000 are
 * refused with the line they stand in.
 */
export async function* textChunks(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let first = true;
  for await (const chunk of bytes) {
    if (first && chunk.length > 1) refuseUtf16(chunk);
    first = first && chunk.length === 0;
    const text = decoded(decoder, chunk, line);
    if (text.includes('\0'))
      throw problem(`line ${lineAt(text, text.indexOf('\0'), line)} contains the character U+0000`);
    if (text !== '') yield text;
    line = lineAt(text, text.length, line);
  }
  decoded(decoder, null, line);
}

function decoded(decoder: TextDecoder, chunk: Uint8Array | null, line: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    const at = chunk ? lineOfBadByte(chunk, line) : line;
    throw problem(`the file is not UTF-8: invalid bytes in or after line ${at}`, { line: at });
  }
}

function refuseUtf16(chunk: Uint8Array): void {
  const mark = `${chunk[0]},${chunk[1]}`;
  if (mark === '255,254' || mark === '254,255')
    throw problem('the file is UTF-16; save it as UTF-8', { line: 1 });
}

/** The line of the first byte that UTF-8 cannot have there, found by decoding line after line. */
function lineOfBadByte(chunk: Uint8Array, line: number): number {
  let start = 0;
  for (let at = line; start < chunk.length; at++) {
    const newline = chunk.indexOf(10, start);
    const end = newline < 0 ? chunk.length : newline + 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(start, end));
    } catch {
      if (start > 0 || newline >= 0) return at;
    }
    start = end;
  }
  return line;
}

function lineAt(text: string, end: number, line: number): number {
  let count = line;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Splits text into lines without their ends (LF or CRLF), refusing one longer than `maxLength` characters. */
export async function* linesOf(chunks: AsyncIterable<string>, maxLength: number): AsyncGenerator<string[]> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const [index, text] of [...lines, rest].entries())
      if (text.length > maxLength)
        throw problem(`line ${line + index} is longer than ${maxLength} characters`, {
          line: line + index,
          limit: maxLength,
        });
    line += lines.length;
    yield lines;
  }
  if (rest !== '') yield [rest];
}

export const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
