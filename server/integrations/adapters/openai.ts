import OpenAI from 'openai';
import type { ChatMessage, ModelAnswer, ModelTarget, PrivateTargets } from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { agentFetch, type AgentFetch, type AgentInit } from './agent-fetch';
import { defaultTimeoutMs, withinDeadline } from './deadline';
import { chatAnswer, responsesAnswer } from './openai-answers';
import { type AnswerStream, ChatStream, ResponsesStream } from './openai-stream';

/** OpenAI's own models refuse `max_tokens`, most other servers know nothing else. */
const limitName = (host: string) =>
  /(^|\.)openai\.(azure\.)?com$/.test(host) ? 'max_completion_tokens' : 'max_tokens';

type Request = Parameters<OpenAI['buildRequest']>[0];
type Built = ReturnType<OpenAI['buildRequest']>;

/**
 * The package's client, which makes address and headers of a path once: to make them anew takes as long as the call.
 * Its deadline ends with the headers; ours covers the body too, so it sets none.
 */
class SteadyClient extends OpenAI {
  private readonly made = new Map<string, Built>();

  constructor(
    target: ModelTarget,
    url: URL,
    private readonly send: AgentFetch['fetch'],
  ) {
    super({
      apiKey: target.apiKey ?? 'none',
      baseURL: url.href.replace(/\/+$/, ''),
      organization: null,
      project: null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: send,
      defaultHeaders: {
        'user-agent': 'Countersign',
        ...(target.apiKey === undefined && { authorization: null }),
      },
    });
  }

  override async buildRequest(options: Request): Built {
    let made = this.made.get(options.path);
    if (!made) this.made.set(options.path, (made = super.buildRequest({ ...options })));
    const { req, url, timeout } = await made;
    const { signal } = options;
    const { fetchOptions } = options;
    return { req: { ...req, body: JSON.stringify(options.body), signal, ...fetchOptions }, url, timeout };
  }

  override fetchWithTimeout(url: string | URL | globalThis.Request, init: AgentInit = {}): Promise<Response> {
    return this.send(url, init);
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
  const { fetch, close } = agentFetch(privateTargets);
  const asking = asker(new SteadyClient(target, url, fetch), target, url.hostname);
  const call = (messages: readonly ChatMessage[], signal?: AbortSignal): Promise<ModelAnswer> =>
    withinDeadline({ host: url.host, apiKey, timeoutMs }, signal, (within) => asking(messages, within));
  return { call, close };
}

type Asking = (messages: readonly ChatMessage[], signal: AbortSignal) => Promise<ModelAnswer>;

function asker(client: OpenAI, target: ModelTarget, host: string): Asking {
  const { model, temperature, seed, maxTokens, api = 'chat', stream = false } = target;
  const common = { model, ...(temperature !== undefined && { temperature }), ...toolFields(target) };
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
  (client: OpenAI, { path, read }: How, bodyFor: BodyFor): Asking =>
  async (messages, signal) => {
    const began = performance.now();
    const raw: unknown = await client.post(path, { body: bodyFor(messages), signal });
    return read(raw, performance.now() - began);
  };

/** A target that answers in one piece although a stream was asked for is taken as it is. */
const streamed =
  (client: OpenAI, { path, read, stream: Stream }: How, bodyFor: BodyFor): Asking =>
  async (messages, signal) => {
    const began = performance.now();
    const parts = new Stream(began);
    const fetchOptions: object = { parts } satisfies AgentInit;
    const raw: unknown = await client.post(path, { body: bodyFor(messages), signal, fetchOptions });
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
