import { z } from 'zod';
import { classOf } from './call-failure';
import { EventReader, type PartReader, streamFailure } from './event-stream';

const longestAnswer = 5 * 1024 * 1024;
const mostToolCalls = 128;

type JsonMap = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const mapsIn = (value: unknown): JsonMap[] => (Array.isArray(value) ? value.filter(isMap) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is read only when something went wrong. */
const Failed = z.object({
  error: z.union([
    z.string(),
    z.looseObject({ message: z.string().optional(), code: z.unknown().optional() }),
    z.unknown().transform((said) => JSON.stringify(said)),
  ]),
});

interface Call {
  readonly id: string | null;
  name: string;
  parts: string[];
}

/** What an answer of server-sent events adds up to, and when its first token came. */
export interface AnswerStream extends PartReader {
  /** False when the target answered in one piece after all. */
  readonly began: boolean;
  /** Milliseconds; null when the answer had no token. */
  readonly firstTokenMs: number | null;
  /** The answer as it would have been in one piece. Throws CallFailure when the stream broke off. */
  whole(): unknown;
}

/** The part that both protocols share: JSON events, errors among them, the clock, the size. */
abstract class JsonStream implements AnswerStream {
  began = false;
  firstTokenMs: number | null = null;
  private size = 0;
  private readonly reader = new EventReader((data) => this.event(data));

  constructor(private readonly sinceMs: number) {}

  take(part: Uint8Array): void {
    this.began = true;
    this.reader.take(part);
  }
  abstract whole(): unknown;
  protected abstract read(event: unknown): void;

  /** A piece of the answer: bounded in sum, and the first one is timed. */
  protected token(text: string): void {
    if (text === '') return;
    this.firstTokenMs ??= performance.now() - this.sinceMs;
    this.size += text.length;
    if (this.size > longestAnswer)
      throw streamFailure('malformed', `The answer is larger than ${longestAnswer} characters`);
  }

  private event(data: string): void {
    if (data.trim() === '[DONE]') return this.done();
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch {
      throw streamFailure('malformed', `an event of the stream is not JSON: ${data.slice(0, 80)}`);
    }
    if (isMap(event) && event['error'] != null) throw failureIn(Failed.parse(event).error);
    this.read(event);
  }
  protected done(): void {}
}

function failureIn(error: z.infer<typeof Failed>['error']) {
  if (typeof error === 'string') return streamFailure('server', error);
  const { code, type = '', message = 'the target reported an error in the middle of its answer' } = error;
  const words = `${String(code ?? '')} ${String(type ?? '')}`;
  if (/rate_limit/.test(words)) return streamFailure('rate_limited', message);
  const status = typeof code === 'number' && code >= 400 && code <= 599 ? code : 500;
  return streamFailure(classOf(status, typeof code === 'string' ? code : ''), message);
}

const brokenOff = () => streamFailure('network', 'the stream ended before the answer did');

/** Chat completion chunks of the first choice. */
export class ChatStream extends JsonStream {
  private id = '';
  private model = '';
  private fingerprint: string | null = null;
  private readonly content: string[] = [];
  private readonly refusal: string[] = [];
  private readonly calls: Call[] = [];
  private readonly places = new Map<number, Call>();
  private finishReason: string | null = null;
  private usage: JsonMap | null = null;
  private isDone = false;

  protected read(event: unknown): void {
    if (!isMap(event))
      throw streamFailure('malformed', 'an event of the stream is no chunk of a chat completion');
    this.id ||= textOf(event['id']);
    this.model ||= textOf(event['model']);
    this.fingerprint = textOf(event['system_fingerprint']) || this.fingerprint;
    if (isMap(event['usage'])) this.usage = event['usage'];
    for (const choice of mapsIn(event['choices'])) {
      if ((choice['index'] ?? 0) !== 0) continue;
      this.finishReason = textOf(choice['finish_reason']) || this.finishReason;
      if (isMap(choice['delta'])) this.add(choice['delta']);
    }
  }

  private add(delta: JsonMap): void {
    const [content, refusal] = [textOf(delta['content']), textOf(delta['refusal'])];
    this.token(content);
    this.token(refusal);
    if (content !== '') this.content.push(content);
    if (refusal !== '') this.refusal.push(refusal);
    for (const one of mapsIn(delta['tool_calls'])) this.addCall(one);
  }

  private addCall(one: JsonMap): void {
    const { name, arguments: given } = isMap(one['function']) ? one['function'] : {};
    const index = typeof one['index'] === 'number' ? one['index'] : null;
    const call = this.callAt(index, textOf(one['id']) || null);
    const text = typeof given === 'string' ? given : given == null ? '' : JSON.stringify(given);
    this.token(textOf(name));
    this.token(text);
    call.name += textOf(name);
    if (text !== '') call.parts.push(text);
  }

  /** Some servers give every call the index 0, or none: another id is another call. */
  private callAt(index: number | null, id: string | null): Call {
    const known = index === null ? this.calls.at(-1) : this.places.get(index);
    if (known && (id === null || known.id === null || known.id === id)) return known;
    if (this.calls.length >= mostToolCalls)
      throw streamFailure('malformed', `the answer calls more than ${mostToolCalls} tools`);
    const made: Call = { id, name: '', parts: [] };
    this.calls.push(made);
    if (index !== null) this.places.set(index, made);
    return made;
  }

  protected override done(): void {
    this.isDone = true;
  }

  whole(): unknown {
    if (!this.isDone && this.finishReason === null) throw brokenOff();
    const tool_calls = this.calls.map(({ name, parts }) => ({
      function: { name, arguments: parts.join('') },
    }));
    const message = {
      content: this.content.join(''),
      refusal: this.refusal.length > 0 ? this.refusal.join('') : null,
      tool_calls,
    };
    return {
      id: this.id,
      model: this.model,
      system_fingerprint: this.fingerprint,
      choices: [{ message, finish_reason: this.finishReason }],
      usage: this.usage,
    };
  }
}

const ends = new Set(['response.completed', 'response.incomplete', 'response.failed']);
const tokens = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
  'response.function_call_arguments.delta',
]);

/** Events of the responses API; the last one holds the whole response. */
export class ResponsesStream extends JsonStream {
  private response: unknown = undefined;

  protected read(event: unknown): void {
    if (!isMap(event))
      throw streamFailure('malformed', 'an event of the stream is none of the responses API');
    const type = textOf(event['type']);
    if (type === 'error') throw failureIn(Failed.parse({ error: event }).error);
    if (tokens.has(type)) this.token(textOf(event['delta']));
    if (ends.has(type)) this.response = event['response'];
  }
  whole(): unknown {
    if (this.response === undefined) throw brokenOff();
    return this.response;
  }
}
