import { CallFailure, type FailureClass } from '../schema';

/** Longest single event, and longest answer that is put together from all of them. */
const longestEvent = 5 * 1024 * 1024;

export const streamFailure = (kind: FailureClass, message: string): CallFailure =>
  new CallFailure({ class: kind, status: 200, retryAfterMs: null, message: message.slice(0, 600) });

/** Takes the bytes of an answer as they come. What it throws ends the call. */
export interface PartReader {
  take(part: Uint8Array): void;
}

/** Server-sent events (WHATWG HTML §9.2) from pieces of any size: only their data, which is all that models send. */
export class EventReader implements PartReader {
  private readonly decoder = new TextDecoder();
  /** Pieces of a line that has not ended: joined once, so that a long line takes no longer than many short ones. */
  private pieces: string[] = [];
  private data: string[] = [];
  private length = 0;

  constructor(private readonly onEvent: (data: string) => void) {}

  take(part: Uint8Array): void {
    const piece = this.decoder.decode(part, { stream: true });
    this.pieces.push(piece);
    this.length += piece.length;
    if (/[\r\n]/.test(piece)) this.lines();
    if (this.length > longestEvent)
      throw streamFailure('malformed', `an event of the stream is longer than ${longestEvent} characters`);
  }

  /** A carriage return at the end may be half of a line's end, so it waits for what comes next. */
  private lines(): void {
    const text = this.pieces.join('');
    const held = text.endsWith('\r') ? '\r' : '';
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
    this.pieces = [`${lines.pop() ?? ''}${held}`];
    this.length = this.pieces[0]?.length ?? 0;
    for (const line of lines) this.line(line);
    for (const line of this.data) this.length += line.length;
  }

  private line(line: string): void {
    if (line === '') return this.dispatch();
    if (!line.startsWith('data:')) return;
    this.data.push(line.slice(line[5] === ' ' ? 6 : 5));
  }

  private dispatch(): void {
    if (this.data.length === 0) return;
    const text = this.data.join('\n');
    this.data = [];
    this.onEvent(text);
  }
}
