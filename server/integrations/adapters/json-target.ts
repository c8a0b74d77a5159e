import { jsonAt } from '@/evaluators/json-path';
import { readUsage } from '@/evaluators/ops/usage';
import { decimalOf, isDecimal, sumDecimals } from '@/evaluators/stats/decimal';
import {
  CallFailure,
  type FailureClass,
  type ModelAnswer,
  type PrivateTargets,
  type TokenUsage,
} from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { agentFetch } from './agent-fetch';
import { classOf, retryAfterMsOf } from './call-failure';
import { defaultTimeoutMs, oneCall } from './one-call';

export interface JsonTarget {
  readonly baseUrl: string;
  /** Where the answer stands in the reply. */
  readonly output: string;
  readonly reportedModel?: string;
  /** Where the reply holds a provider's own usage block, and where US dollars that the call cost. */
  readonly usage?: string;
  readonly cost?: string;
  readonly apiKey?: string;
  readonly timeoutMs?: number;
}

export interface OpenJsonTarget {
  /** Posts the body once, without any retry. Throws CallFailure and nothing else. */
  call(body: unknown, signal?: AbortSignal): Promise<ModelAnswer>;
  close(): void;
}

/**
 * An HTTP endpoint that takes JSON and gives JSON, with its connections. The answer is a text, or anything else as
 * JSON. Replies are bounded in time and in bytes; a reply that is not JSON, such as a page of HTML with status 200,
 * is malformed. Throws Refusal `invalid` when the URL is not allowed.
 */
export function openJsonTarget(target: JsonTarget, privateTargets: PrivateTargets): OpenJsonTarget {
  const url = checkedBaseUrl(target.baseUrl, privateTargets);
  const { apiKey, timeoutMs = defaultTimeoutMs } = target;
  const { fetch, close } = agentFetch(privateTargets, timeoutMs);
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'Countersign',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  });
  const call = (body: unknown, signal?: AbortSignal): Promise<ModelAnswer> =>
    oneCall({ host: url.host, apiKey, signal }, async () => {
      const began = performance.now();
      const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
      const latencyMs = performance.now() - began;
      if (!reply.ok) throw refusedBy(reply.status, reply.headers, await reply.text());
      return answerIn(await jsonOf(reply), target, latencyMs);
    });
  return { call, close };
}

const failure = (kind: FailureClass, message: string, status: number, retryAfterMs: number | null = null) =>
  new CallFailure({ class: kind, status, retryAfterMs, message: message.slice(0, 600) });

async function jsonOf(reply: Response): Promise<unknown> {
  const type = reply.headers.get('content-type') ?? '';
  if (/html/i.test(type)) throw failure('malformed', `the answer is ${type}, not JSON`, reply.status);
  return reply.json();
}

function answerIn(
  reply: unknown,
  { output, reportedModel, usage, cost }: JsonTarget,
  latencyMs: number,
): ModelAnswer {
  const found = jsonAt(reply, output);
  if (found === undefined || found === null)
    throw failure('malformed', `the answer has nothing at ${output}`, 200);
  const model = reportedModel === undefined ? undefined : jsonAt(reply, reportedModel);
  return {
    output: typeof found === 'string' ? found : JSON.stringify(found),
    model: typeof model === 'string' ? model : '',
    usage: usage === undefined ? null : tokenUsage(jsonAt(reply, usage)),
    latencyMs,
    finishReason: null,
    fingerprint: null,
    ...(cost !== undefined && costIn(jsonAt(reply, cost))),
  };
}

function tokenUsage(block: unknown): TokenUsage | null {
  const usage =
    typeof block === 'object' && block !== null ? readUsage(block as Record<string, unknown>) : null;
  if (!usage) return null;
  const { inputUncached, cacheRead, cacheWrite, outputVisible, reasoning } = usage.buckets;
  return {
    inputTokens: inputUncached + cacheRead + cacheWrite,
    outputTokens: outputVisible + reasoning,
    cachedTokens: cacheRead,
    reasoningTokens: reasoning,
  };
}

const highestCost = 1_000_000;
/** A number or a decimal text; anything else is no price. */
function costIn(said: unknown): { readonly reportedCost: string } | null {
  const number = typeof said === 'string' && isDecimal(said) && said.length <= 40 ? Number(said) : said;
  if (typeof number !== 'number' || !(number >= 0 && number <= highestCost)) return null;
  return { reportedCost: typeof said === 'string' ? sumDecimals([said]) : decimalOf(number) };
}

/** FastAPI says `detail`, TF Serving and KServe `error`, others `message`. */
function refusedBy(status: number, headers: Headers, text: string): CallFailure {
  if (status < 400) return failure('not_found', `${status} is a redirect, which is not followed`, status);
  const said = ['$.error.message', '$.error', '$.detail', '$.message'].map((path) =>
    jsonAt(parsed(text), path),
  );
  const words = said.find((one) => one !== undefined) ?? text;
  const message = `${status} ${typeof words === 'string' ? words : JSON.stringify(words)}`;
  return failure(classOf(status, ''), message, status, retryAfterMsOf(headers, Date.now()));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
