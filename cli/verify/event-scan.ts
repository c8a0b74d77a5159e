/** What the checks of a whole log read of each event. */
export interface EventFacts {
  readonly id: string;
  readonly type: string;
  readonly at_us: number;
  readonly org: unknown;
  readonly ref: unknown;
  readonly seq: unknown;
}

const deepest = 16;
const mostKeys = 1000;
const [quote, backslash, comma, colon, minus, zero] = [34, 92, 44, 58, 45, 48];
const [braceOpen, braceClose, bracketOpen, bracketClose] = [123, 125, 91, 93];
const shortEscapes = new Set(Buffer.from('"\\bfnrt'));

/**
 * The facts of an event whose bytes are canonical (RFC 8785) beyond doubt: ASCII, keys in rising order, no blanks, safe
 * integers, short escapes only, nothing deep. One pass without parsing, four times as fast as to parse and to write
 * again. Null for anything else, canonical or not: that is for the full check to say.
 */
export const scannedEvent = (bytes: Buffer): EventFacts | null => new Scanner(bytes).facts();

class Scanner {
  private at = 0;
  private isInEntity = false;
  private number = 0;
  private v = 0;
  private id: string | null = null;
  private type: string | null = null;
  private org: string | null = null;
  private ref: string | null = null;
  private atUs: number | null = null;
  private seq: number | null | undefined = undefined;

  constructor(private readonly bytes: Buffer) {}

  facts(): EventFacts | null {
    const isWhole =
      this.bytes[0] === braceOpen && this.object(1) && this.at === this.bytes.length && this.v === 1;
    const { id, type, org, ref, seq, atUs } = this;
    if (!isWhole || id === null || type === null || atUs === null) return null;
    if (org === null || ref === null || seq === undefined) return null;
    return { id, type, at_us: atUs, org, ref, seq };
  }

  private value(depth: number): boolean {
    switch (this.bytes[this.at]) {
      case quote:
        return this.string();
      case braceOpen:
        return this.object(depth + 1);
      case bracketOpen:
        return this.array(depth + 1);
      case 110:
        return this.word('null');
      case 116:
        return this.word('true');
      case 102:
        return this.word('false');
      default:
        return this.integer();
    }
  }

  private object(depth: number): boolean {
    const { bytes } = this;
    if (depth > deepest) return false;
    if (bytes[++this.at] === braceClose) return (this.at += 1) > 0;
    let [before, beforeEnd] = [0, 0];
    for (let n = 0; n < mostKeys; n += 1) {
      const start = this.at + 1;
      if (bytes[this.at] !== quote || !this.string(false)) return false;
      const end = this.at - 1;
      if (n > 0 && !this.rises(before, beforeEnd, start, end)) return false;
      [before, beforeEnd] = [start, end];
      if (bytes[this.at++] !== colon || !this.member(depth, start, end)) return false;
      const next = bytes[this.at++];
      if (next === braceClose) return true;
      if (next !== comma) return false;
    }
    return false;
  }

  /** Keys compare by their bytes, which are their UTF-16 units here. */
  private rises(a: number, aEnd: number, b: number, bEnd: number): boolean {
    const { bytes } = this;
    for (; a < aEnd && b < bEnd; a += 1, b += 1) {
      const [x = 0, y = 0] = [bytes[a], bytes[b]];
      if (x !== y) return x < y;
    }
    return a === aEnd && b < bEnd;
  }

  private member(depth: number, start: number, end: number): boolean {
    if (depth > 2 || (depth === 2 && !this.isInEntity)) return this.value(depth);
    const from = this.at;
    const key = this.bytes.toString('latin1', start, end);
    this.isInEntity = depth === 1 && key === 'entity';
    const isFine = this.value(depth);
    this.isInEntity = depth === 2;
    return isFine && (depth === 1 ? this.note(key, from) : this.noteOfEntity(key, from));
  }

  private note(key: string, from: number): boolean {
    if (key === 'id') return (this.id = this.text(from)) !== null;
    if (key === 'type') return (this.type = this.text(from)) !== null;
    if (key === 'org') return (this.org = this.text(from)) !== null;
    if (key === 'at_us') return (this.atUs = this.integerAt(from)) !== null;
    if (key === 'v') this.v = this.integerAt(from) ?? 0;
    return true;
  }

  private noteOfEntity(key: string, from: number): boolean {
    if (key === 'ref') return (this.ref = this.text(from)) !== null;
    if (key === 'seq') {
      this.seq = this.integerAt(from);
      return this.seq !== null || this.bytes[from] === 110;
    }
    return true;
  }

  /** The text of the value that was just passed; null when it is none or has an escape. */
  private text(from: number): string | null {
    if (this.bytes[from] !== quote) return null;
    const text = this.bytes.toString('latin1', from + 1, this.at - 1);
    return text.includes('\\') ? null : text;
  }

  /** The number that was just passed; null when it was something else. */
  private integerAt(from: number): number | null {
    const first = this.bytes[from] ?? 0;
    return first === minus || (first >= zero && first <= 57) ? this.number : null;
  }

  private array(depth: number): boolean {
    const { bytes } = this;
    if (depth > deepest) return false;
    if (bytes[++this.at] === bracketClose) return (this.at += 1) > 0;
    for (;;) {
      if (!this.value(depth)) return false;
      const next = bytes[this.at++];
      if (next === bracketClose) return true;
      if (next !== comma) return false;
    }
  }

  private string(mayEscape = true): boolean {
    const { bytes } = this;
    for (let at = this.at + 1; ; at += 1) {
      const byte = bytes[at];
      if (byte === undefined || byte < 32 || byte > 126) return false;
      if (byte === quote) return (this.at = at + 1) > 0;
      if (byte === backslash && !(mayEscape && shortEscapes.has(bytes[++at] ?? 0))) return false;
    }
  }

  private integer(): boolean {
    const { bytes } = this;
    const isNegative = bytes[this.at] === minus;
    const start = isNegative ? this.at + 1 : this.at;
    let [at, value] = [start, 0];
    for (let byte = bytes[at] ?? 0; byte >= zero && byte <= 57; byte = bytes[++at] ?? 0)
      value = value * 10 + byte - zero;
    const digits = at - start;
    const isPlain = digits === 1 ? value > 0 || !isNegative : bytes[start] !== zero;
    if (digits === 0 || digits > 16 || !isPlain || !Number.isSafeInteger(value)) return false;
    this.at = at;
    this.number = isNegative ? -value : value;
    return true;
  }

  private word(word: string): boolean {
    const end = this.at + word.length;
    if (this.bytes.toString('latin1', this.at, end) !== word) return false;
    this.at = end;
    return true;
  }
}
