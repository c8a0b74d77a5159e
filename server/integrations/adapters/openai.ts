import OpenAI from 'openai';
import { z } from 'zod';
import {
  CallFailure,
  type ChatMessage,
  type ModelAnswer,
  type ModelTarget,
  type PrivateTargets,
} from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { agentFetch, type AgentFetch } from './agent-fetch';
import { translated } from './call-failure';

const tokens = z.int().min(0).catch(0);

/** What is read of a chat completion; whatever else a server adds is ignored. */
const Completion = z.object({
  model: z.string().catch(''),
  system_fingerprint: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish().catch(null) }),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().min(0),
      completion_tokens: z.int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
      completion_tokens_details: z.object({ reasoning_tokens: tokens }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

function usageOf(usage: z.infer<typeof Completion>['usage']): ModelAnswer['usage'] {
  if (!usage) return null;
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

function answerIn(raw: unknown, latencyMs: number): ModelAnswer {
  const parsed = Completion.safeParse(raw);
  const [choice] = parsed.data?.choices ?? [];
  if (!parsed.success || !choice) {
    const message = 'the answer is not a chat completion';
    throw new CallFailure({ class: 'malformed', status: 200, retryAfterMs: null, message });
  }
  const { model, system_fingerprint, usage } = parsed.data;
  return {
    output: choice.message.content ?? choice.message.refusal ?? '',
    model,
    usage: usageOf(usage),
    latencyMs,
    finishReason: choice.finish_reason ?? null,
    fingerprint: system_fingerprint ?? null,
  };
}

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
  const { apiKey, timeoutMs = 120_000 } = target;
  const { fetch, close } = agentFetch(privateTargets);
  const client = new SteadyClient(target, url, fetch);
  const fixed = {
    model: target.model,
    ...(target.temperature !== undefined && { temperature: target.temperature }),
    ...(target.seed !== undefined && { seed: target.seed }),
    ...(target.maxTokens !== undefined && { [limitName(url.hostname)]: target.maxTokens }),
  };
  async function call(messages: readonly ChatMessage[], signal?: AbortSignal): Promise<ModelAnswer> {
    const started = performance.now();
    const controller = new AbortController();
    let cut: 'timeout' | 'aborted' | null = null;
    const end = (reason: 'timeout' | 'aborted') => {
      cut ??= reason;
      controller.abort();
    };
    const stop = () => end('aborted');
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    try {
      const body = { ...fixed, messages: [...messages] };
      const raw: unknown = await client.chat.completions.create(body, { signal: controller.signal });
      return answerIn(raw, performance.now() - started);
    } catch (error) {
      throw translated(error, { host: url.host, apiKey, timeoutMs, cut });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }
  return { call, close };
}
