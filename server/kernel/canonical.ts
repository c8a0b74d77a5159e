import { invalid } from './refusal';

const deepest = 32;
const mostKeys = 2000;
const loneSurrogate = /\p{Surrogate}/u;
const utf8 = new TextEncoder();

/**
 * RFC 8785 (JSON Canonicalization Scheme) text of a JSON value, stricter than the RFC: instead of dropping or
 * converting, it throws Refusal('invalid') with the path on undefined, functions, symbols, NaN, infinities, BigInt,
 * class instances (Date, Map, boxed values), holes, lone surrogates, U+0000 (PostgreSQL's jsonb cannot hold it),
 * integers beyond 2^53-1 (send them as strings), nesting deeper than 32, and objects of more than 2,000 keys.
 */
export function canonical(value: unknown): string {
  return write(value, null, 1);
}

/** UTF-8 bytes of `canonical(value)`: what is hashed and signed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8.encode(canonical(value));
}

/** Where a value is; spelled out only when it is refused, because most never are. */
interface Place {
  readonly up: Place | null;
  readonly step: string | number;
}
type Path = Place | null;

function refused(path: Path, what: string) {
  const steps: string[] = [];
  for (let at = path; at; at = at.up)
    steps.unshift(typeof at.step === 'number' ? `[${at.step}]` : `.${at.step}`);
  const where = `$${steps.join('')}`;
  return invalid(where, `${where} ${what}`);
}

function write(value: unknown, path: Path, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, path);
    case 'number':
      return writeNumber(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth > deepest) throw refused(path, `is nested deeper than ${deepest} levels`);
      return Array.isArray(value) ? writeArray(value, path, depth) : writeObject(value, path, depth);
    default:
      throw refused(path, `is of type ${typeof value}, which JSON cannot hold`);
  }
}

function writeString(text: string, path: Path): string {
  const written = JSON.stringify(text);
  if (!written.includes('\\u')) return written;
  if (text.includes('\u0000')) throw refused(path, 'contains the character U+0000');
  if (loneSurrogate.test(text)) throw refused(path, 'contains half of a surrogate pair');
  return written;
}

function writeNumber(value: number, path: Path): string {
  if (!Number.isFinite(value)) throw refused(path, 'is not a finite number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw refused(path, 'is an integer beyond 2^53-1; send it as a string');
  return JSON.stringify(value);
}

function writeArray(items: readonly unknown[], path: Path, depth: number): string {
  if (Object.keys(items).length !== items.length)
    throw refused(path, 'is an array with holes or named properties');
  return `[${items.map((item, index) => write(item, { up: path, step: index }, depth + 1)).join(',')}]`;
}

function writeObject(value: object, path: Path, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refused(path, 'is an instance of a class, not a plain object');
  if (Object.getOwnPropertySymbols(value).length > 0) throw refused(path, 'has a symbol as a key');
  // The default order compares UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  const keys = Object.keys(value).sort();
  if (keys.length > mostKeys) throw refused(path, `has more than ${mostKeys} keys`);
  const members = keys.map((key) => {
    const at = { up: path, step: key };
    return `${writeString(key, at)}:${write((value as Record<string, unknown>)[key], at, depth + 1)}`;
  });
  return `{${members.join(',')}}`;
}

export interface JsonLimits {
  /** Of the text in UTF-8. */
  readonly maxBytes: number;
  /** Levels of arrays and objects; a bare scalar has none. */
  readonly maxDepth: number;
}

/**
 * Reads JSON (RFC 8259) and refuses what `JSON.parse` lets through: duplicate keys, the key `__proto__`, numbers that
 * a double cannot hold, lone surrogates, U+0000, and anything beyond the limits. Throws Refusal('invalid') that names
 * the path, the position (characters from 0) and the limit.
 */
export function parseStrictJson(text: string, limits: JsonLimits): unknown {
  if (text.length > limits.maxBytes || utf8.encode(text).length > limits.maxBytes)
    throw invalid('$', `The JSON text is larger than ${limits.maxBytes} bytes`);
  const reader = new Reader(text, limits.maxDepth);
  return reader.document();
}

const blank = /[ \t\n\r]*/y;
const plainText = /[^"\\\u0000-\u001f]*/y;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const word = /true|false|null/y;

class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];
  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): unknown {
    const value = this.value(0);
    this.take(blank);
    if (this.at < this.text.length) throw this.refuse('there is text after the end of the JSON value');
    return value;
  }

  private value(depth: number): unknown {
    this.take(blank);
    const next = this.text[this.at];
    if (next === '{' || next === '[') {
      if (depth >= this.maxDepth) throw this.refuse(`nesting is deeper than ${this.maxDepth} levels`);
      return next === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (next === '"') return this.string();
    const literal = this.take(word);
    if (literal) return literal === 'null' ? null : literal === 'true';
    return this.number();
  }

  private object(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    this.at += 1;
    if (this.punctuation('}')) return result;
    do {
      this.take(blank);
      if (this.text[this.at] !== '"') throw this.refuse('a key in double quotes is expected');
      const key = this.string();
      this.path.push(key);
      if (seen.has(key)) throw this.refuse('the key is given twice');
      if (key === '__proto__') throw this.refuse('the key __proto__ is not allowed');
      if (seen.size >= mostKeys) throw this.refuse(`an object has more than ${mostKeys} keys`);
      seen.add(key);
      if (!this.punctuation(':')) throw this.refuse('a colon is expected');
      result[key] = this.value(depth);
      this.path.pop();
    } while (this.punctuation(','));
    if (!this.punctuation('}')) throw this.refuse('a comma or } is expected');
    return result;
  }

  private array(depth: number): unknown[] {
    const result: unknown[] = [];
    this.at += 1;
    if (this.punctuation(']')) return result;
    do {
      this.path.push(result.length);
      result.push(this.value(depth));
      this.path.pop();
    } while (this.punctuation(','));
    if (!this.punctuation(']')) throw this.refuse('a comma or ] is expected');
    return result;
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    for (;;) {
      this.take(plainText);
      const next = this.text[this.at];
      if (next === '"') break;
      if (next === undefined) throw this.refuse('a string is not closed');
      if (next !== '\\') throw this.refuse('a string contains a control character that is not escaped');
      if (!this.take(escape)) throw this.refuse('an unknown escape in a string');
    }
    this.at += 1;
    const read = JSON.parse(this.text.slice(start, this.at)) as string;
    if (read.includes('\u0000')) throw this.refuse('a string contains the character U+0000');
    if (loneSurrogate.test(read)) throw this.refuse('a string contains half of a surrogate pair');
    return read;
  }

  private number(): number {
    const written = this.take(number);
    if (!written)
      throw this.refuse(this.at < this.text.length ? 'a JSON value is expected' : 'the text ends early');
    const read = Number(written);
    if (!Number.isFinite(read)) throw this.refuse('a number is too large for a double');
    if (Number.isInteger(read) && !Number.isSafeInteger(read))
      throw this.refuse('an integer is beyond 2^53-1; send it as a string');
    return read;
  }

  private punctuation(mark: string): boolean {
    this.take(blank);
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private refuse(what: string) {
    const path = this.path.reduce<string>(
      (so, step) => (typeof step === 'number' ? `${so}[${step}]` : `${so}.${step}`),
      '$',
    );
    return invalid(path, `Invalid JSON at ${path}, position ${this.at}: ${what}`);
  }
}
