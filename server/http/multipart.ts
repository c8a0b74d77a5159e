import { invalid } from '@/server/kernel/refusal';

/** One part of a form with files. Its bytes must be read to their end before the next part is asked for. */
export interface FormPart {
  readonly name: string;
  /** null: a field, no file. */
  readonly fileName: string | null;
  /** As the part says; null when it says nothing. */
  readonly mediaType: string | null;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

const headLimit = 8192;
const wrong = (why: string) => invalid('body', `The body is no multipart/form-data: ${why}`);

/** The boundary that a Content-Type names. @throws Refusal invalid without one */
export function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!/^\s*multipart\/form-data\b/i.test(contentType) || boundary === undefined)
    throw wrong('its Content-Type must be multipart/form-data with a boundary');
  return boundary;
}

/** The parts of a form in their order, as they come (RFC 7578); nothing is held but what a boundary may hide in. */
export async function* formParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const read = new Unread(body[Symbol.asyncIterator]());
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  await drained(read.until(delimiter));
  while (!(await read.isClosing())) {
    const head = headOf(await read.head());
    const bytes = read.until(delimiter);
    yield { ...head, bytes };
    await drained(bytes);
  }
}

async function drained(bytes: AsyncGenerator<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

function headOf(text: string): Omit<FormPart, 'bytes'> {
  const fields = new Map(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = fields.get('content-disposition') ?? '';
  const parameter = (name: string) => {
    const [, value] = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition) ?? [];
    return value
      ?.replace(/\\(.)/g, '$1')
      .replace(/%22/g, '"')
      .replace(/%0D|%0A/gi, ' ');
  };
  const name = parameter('name');
  if (!/^form-data\b/i.test(disposition) || name === undefined) throw wrong('a part has no name');
  return {
    name,
    fileName: parameter('filename') ?? null,
    mediaType: fields.get('content-type')?.split(';')[0]?.trim() ?? null,
  };
}

/** What came and was not read yet. The first boundary has no line break before it, so one is put there. */
class Unread {
  #held: Buffer = Buffer.from('\r\n');
  readonly #more: AsyncIterator<Uint8Array>;

  constructor(more: AsyncIterator<Uint8Array>) {
    this.#more = more;
  }

  /** The bytes before the delimiter, which is taken away. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at !== -1) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (before.length > 0) yield before;
        return;
      }
      const safe = this.#held.length - delimiter.length + 1;
      if (safe > 0) {
        const before = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield before;
      }
      await this.#fill();
    }
  }

  /** After a delimiter: whether the form ends here; else its line is taken away. */
  async isClosing(): Promise<boolean> {
    while (this.#held.length < 2) await this.#fill();
    const mark = this.#held.subarray(0, 2).toString('latin1');
    if (mark === '--') return true;
    if (mark !== '\r\n') throw wrong('a boundary does not end its line');
    return false;
  }

  /** The header lines of a part. They begin with the line break of the boundary. */
  async head(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n\r\n');
      if (end !== -1 && end <= headLimit) {
        const text = this.#held.subarray(2, Math.max(2, end)).toString('utf8');
        this.#held = this.#held.subarray(end + 4);
        return text;
      }
      if (this.#held.length > headLimit) throw wrong('the header of a part is too long');
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    const { value, done } = await this.#more.next();
    if (done) throw wrong('it ends in the middle of a part');
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
  }
}
