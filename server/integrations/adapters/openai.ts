import OpenAI from 'openai';
import type { ChatMessage, ModelAnswer, ModelTarget, PrivateTargets } from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { agentFetch, type AgentFetch } from './agent-fetch';
import { defaultTimeoutMs, withinDeadline } from './deadline';
import { chatAnswer, responsesAnswer } from './openai-answers';

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
    return { req: { ...req, body: JSON.stringify(options.body), signal }, url, timeout };
  }

  override fetchWithTimeout(
    url: string | URL | globalThis.Request,
    init: RequestInit = {},
  ): Promise<Response> {
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
  const { model, temperature, seed, maxTokens, api = 'chat' } = target;
  const common = { model, ...(temperature !== undefined && { temperature }) };
  if (api === 'responses') {
    const fixed = {
      ...common,
      store: false,
      ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    };
    return async (messages, signal) => {
      const began = performance.now();
      const raw: unknown = await client.responses.create({ ...fixed, input: [...messages] }, { signal });
      return responsesAnswer(raw, performance.now() - began);
    };
  }
  const fixed = {
    ...common,
    ...(seed !== undefined && { seed }),
    ...(maxTokens !== undefined && { [limitName(host)]: maxTokens }),
  };
  return async (messages, signal) => {
    const began = performance.now();
    const raw: unknown = await client.chat.completions.create(
      { ...fixed, messages: [...messages] },
      { signal },
    );
    return chatAnswer(raw, performance.now() - began);
  };
}
