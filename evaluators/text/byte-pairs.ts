/** A vocabulary of byte pair encoding as tiktoken publishes it: pattern, lines of base64 tokens in order, specials. */
export interface Vocabulary {
  readonly pat_str: string;
  readonly special_tokens: Readonly<Record<string, number>>;
  readonly bpe_ranks: string;
}

/** Tokens of a text. With `special`, texts such as <|endoftext|> are one token; without, they are text. */
export type Encode = (text: string, special?: boolean) => number[];

/** Reads a vocabulary. Bytes are kept as texts of characters up to U+00FF; the time is n log n, whatever the text. */
export function encoderOf(vocabulary: Vocabulary): Encode {
  const ranks = ranksOf(vocabulary.bpe_ranks);
  const pattern = new RegExp(asInRust(vocabulary.pat_str), 'gu');
  const names = Object.keys(vocabulary.special_tokens).map((name) =>
    name.replace(/[|.*+?^${}()[\]\\]/g, '\\$&'),
  );
  const specials = new RegExp(`(${names.join('|')})`);
  const ordinary = (text: string): number[] =>
    (text.match(pattern) ?? []).flatMap((piece) => {
      const bytes = bytesOf(piece);
      const whole = ranks.get(bytes);
      return whole === undefined ? merged(bytes, ranks) : [whole];
    });
  return (text, special = false) =>
    special && names.length > 0
      ? text.split(specials).flatMap((part) => vocabulary.special_tokens[part] ?? ordinary(part))
      : ordinary(text);
}

/** White space of the published patterns is the property of Unicode: with U+0085, without U+FEFF. */
const asInRust = (pattern: string): string =>
  pattern.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');

type Ranks = ReadonlyMap<string, number>;

function ranksOf(lines: string): Ranks {
  const ranks = new Map<string, number>();
  for (const line of lines.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    for (const [index, token] of tokens.entries()) ranks.set(atob(token), Number(first) + index);
  }
  return ranks;
}

const utf8 = new TextEncoder();

function bytesOf(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text;
  let bytes = '';
  for (const byte of utf8.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

const place = 2 ** 32;

/**
 * Merges neighbours, lowest rank first and leftmost among equals, until no pair is a token. A heap holds rank and place
 * of every pair as one number; what a merge has made stale is recognised by its rank and skipped.
 */
function merged(bytes: string, ranks: Ranks): number[] {
  const n = bytes.length;
  const next = Int32Array.from({ length: n + 1 }, (_, at) => at + 1);
  const before = Int32Array.from({ length: n + 1 }, (_, at) => at - 1);
  const pairRank = new Int32Array(n + 1).fill(-1);
  const heap: number[] = [];
  const end = (at: number): number => next[at] ?? n;
  const consider = (at: number): void => {
    const rank = end(at) < n ? ranks.get(bytes.slice(at, end(end(at)))) : undefined;
    pairRank[at] = rank ?? -1;
    if (rank !== undefined) push(heap, rank * place + at);
  };
  for (let at = 0; at < n; at++) consider(at);
  for (let top = pop(heap); top !== undefined; top = pop(heap)) {
    const at = top % place;
    if (pairRank[at] !== Math.floor(top / place)) continue;
    pairRank[end(at)] = -1;
    next[at] = end(end(at));
    before[end(at)] = at;
    consider(at);
    const left = before[at] ?? -1;
    if (left >= 0) consider(left);
  }
  const tokens: number[] = [];
  for (let at = 0; at < n; at = end(at)) tokens.push(ranks.get(bytes.slice(at, end(at))) ?? -1);
  return tokens;
}

function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= value) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number | undefined {
  const [top] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child++;
    const below = heap[child] ?? Infinity;
    if (below >= last) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return top;
}
