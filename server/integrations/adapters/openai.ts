import OpenAI, { APIError } from 'openai';
import type { ChatMessage, ModelAnswer, ModelTarget, PrivateTargets } from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { agentFetch, type AgentFetch } from './agent-fetch';
import { defaultTimeoutMs, oneCall } from './one-call';
import type { PartReader } from './event-stream';
import { chatAnswer, responsesAnswer } from './openai-answers';
import { type AnswerStream, ChatStream, ResponsesStream } from './openai-stream';

/** OpenAI's own models refuse `max_tokens`, most other servers know nothing else. */
const limitName = (host: string) =>
  /(^|\.)openai\.(azure\.)?com$/.test(host) ? 'max_completion_tokens' : 'max_tokens';

interface Sent {
  readonly body: object;
  readonly signal: AbortSignal | undefined;
  readonly parts?: PartReader;
}

/**
 * The package's client without the way that `post` takes through its log entries, retries and promises, which costs as
 * much as the call: address and headers of a path are made once, and one attempt is made.
 */
class SteadyClient extends OpenAI {
  private readonly made = new Map<string, ReturnType<OpenAI['buildRequest']>>();

  constructor(
    { apiKey }: ModelTarget,
    url: URL,
    private readonly send: AgentFetch['fetch'],
  ) {
    super({
      apiKey: apiKey ?? 'none',
      baseURL: url.href.replace(/\/+$/, ''),
      organization: null,
      project: null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: send,
      defaultHeaders: {
        'user-agent': 'Countersign',
        ...(apiKey === undefined && { authorization: null }),
      },
    });
  }

  /** Posts once. Throws the package's errors for a status, and what the connection threw. */
  async ask(path: string, { body, signal, parts }: Sent): Promise<unknown> {
    const { req, url } = await this.built(path);
    const reply = await this.send(url, { ...req, body: JSON.stringify(body), signal, parts });
    const text = await reply.text();
    if (!reply.ok) {
      const told = jsonIn(text);
      throw APIError.generate(reply.status, told, told ? undefined : text, reply.headers);
    }
    const isJson = /^application\/([^;]*\+)?json\b/i.test(reply.headers.get('content-type') ?? '');
    return isJson ? JSON.parse(text) : text;
  }

  private built(path: string) {
    const known = this.made.get(path);
    if (known) return known;
    const made = this.buildRequest({ method: 'post', path, body: {} });
    this.made.set(path, made);
    return made;
  }
}

function jsonIn(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

export interface OpenTarget {
  /** Asks once, without any retry. Throws CallFailure and nothing else. */
  call(messages: readonly ChatMessage[], signal?: AbortSignal): Promise<ModelAnswer>;
  /** Closes the kept-alive connections. */
  close(): void;
}

/**
 * A target that speaks the OpenAI protocol, with its connections. `timeoutMs` (default 120,000) is the deadline of
 * a whole call. Throws Refusal `invalid` when the base URL is not allowed.
 */
export function openTarget(target: ModelTarget, privateTargets: PrivateTargets): OpenTarget {
  const url = checkedBaseUrl(target.baseUrl, privateTargets);
  const { apiKey, timeoutMs = defaultTimeoutMs } = target;
  const { fetch, close } = agentFetch(privateTargets, timeoutMs);
  const asking = asker(new SteadyClient(target, url, fetch), target, url.hostname);
  const call = (messages: readonly ChatMessage[], signal?: AbortSignal): Promise<ModelAnswer> =>
    oneCall({ host: url.host, apiKey, signal }, () => asking(messages, signal));
  return { call, close };
}

type Asking = (messages: readonly ChatMessage[], signal: AbortSignal | undefined) => Promise<ModelAnswer>;

function asker(client: SteadyClient, target: ModelTarget, host: string): Asking {
  const { model, temperature, seed, maxTokens, api = 'chat', stream = false } = target;
  const common = {
    ...target.more,
    model,
    ...(temperature !== undefined && { temperature }),
    ...toolFields(target),
  };
  if (api === 'responses') {
    const fixed = {
      ...common,
      store: false,
      ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    };
    const how: How = { path: '/responses', read: responsesAnswer, stream: ResponsesStream };
    if (stream) return streamed(client, how, (input) => ({ ...fixed, input, stream }));
    return whole(client, how, (input) => ({ ...fixed, input }));
  }
  const fixed = {
    ...common,
    ...(seed !== undefined && { seed }),
    ...(maxTokens !== undefined && { [limitName(host)]: maxTokens }),
  };
  const how: How = { path: '/chat/completions', read: chatAnswer, stream: ChatStream };
  const counted = { stream_options: { include_usage: true } };
  if (stream) return streamed(client, how, (messages) => ({ ...fixed, messages, stream, ...counted }));
  return whole(client, how, (messages) => ({ ...fixed, messages }));
}

interface How {
  readonly path: string;
  readonly read: (raw: unknown, latencyMs: number) => ModelAnswer;
  readonly stream: new (sinceMs: number) => AnswerStream;
}
type BodyFor = (messages: readonly ChatMessage[]) => object;

const whole =
  (client: SteadyClient, { path, read }: How, bodyFor: BodyFor): Asking =>
  async (messages, signal) => {
    const began = performance.now();
    const raw = await client.ask(path, { body: bodyFor(messages), signal });
    return read(raw, performance.now() - began);
  };

/** A target that answers in one piece although a stream was asked for is taken as it is. */
const streamed =
  (client: SteadyClient, { path, read, stream: Stream }: How, bodyFor: BodyFor): Asking =>
  async (messages, signal) => {
    const began = performance.now();
    const parts = new Stream(began);
    const raw = await client.ask(path, { body: bodyFor(messages), signal, parts });
    const latencyMs = performance.now() - began;
    if (!parts.began) return read(raw, latencyMs);
    return { ...read(parts.whole(), latencyMs), firstTokenMs: parts.firstTokenMs };
  };

/** Tools as each protocol has them: nested in the one, flat in the other. */
function toolFields({ tools, toolChoice, api }: ModelTarget): object {
  if (!tools || tools.length === 0) return {};
  const isFlat = api === 'responses';
  const isMode = toolChoice === undefined || ['auto', 'none', 'required'].includes(toolChoice);
  const named = isFlat ? { name: toolChoice } : { function: { name: toolChoice } };
  return {
    tools: tools.map((one) => (isFlat ? { type: 'function', ...one } : { type: 'function', function: one })),
    ...(toolChoice !== undefined && { tool_choice: isMode ? toolChoice : { type: 'function', ...named } }),
  };
}
