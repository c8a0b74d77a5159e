import {
  calcPrice,
  type ModelInfo,
  type ModelPrice,
  type Provider,
  type TieredPrices,
} from '@pydantic/genai-prices';
import { z } from 'zod';
import { problem } from '../input/problem';
import { decimalOf, multiplyDecimals, shiftDecimal, sumDecimals } from '../stats/decimal';
import type { Usage } from './usage';

/** A price list in the format of genai-prices. */
export type PriceBook = readonly Provider[];

const amount = z.union([
  z.number().nonnegative(),
  z.object({
    base: z.number().nonnegative(),
    tiers: z.array(z.object({ start: z.int().nonnegative(), price: z.number().nonnegative() })),
  }),
]);
const prices = z.record(z.string(), amount);
const Book = z
  .array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      api_pattern: z.string(),
      models: z.array(
        z.looseObject({
          id: z.string(),
          match: z.record(z.string(), z.unknown()),
          prices: z.union([prices, z.array(z.looseObject({ prices }))]),
        }),
      ),
    }),
  )
  .min(1);

/** Reads a price list. Throws InputProblem when it is not JSON, ZodError when it is not in the format. */
export function priceBookOf(text: string): PriceBook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw problem('the price book is not JSON');
  }
  return Book.parse(json) as unknown as PriceBook;
}

export interface PriceQuery {
  /** the provider's id or a usual spelling; without it the model name decides */
  readonly provider?: string | null;
  readonly model: string;
  readonly usage: Usage;
  /** start of the request: prices and tiers of that moment apply */
  readonly at: Date;
  /** price list in the format of genai-prices that is searched instead of the built-in one */
  readonly book?: PriceBook | null;
}
export interface Price {
  /** exact decimal US dollars, null when unpriced: never 0 for lack of a price */
  readonly cost: string | null;
  /** "provider/model" of the price list */
  readonly matched: string | null;
  /** why there is no price */
  readonly reason: string | null;
}

/**
 * Price of one answer in exact decimals. The catalogue, its matchers and its way of splitting tokens over priced units
 * are those of @pydantic/genai-prices; its floats are not used: quantities come out of it as whole numbers and are
 * multiplied here. Tiers are a cliff: above `start` input tokens every token of the request pays the higher rate.
 */
export function priceOf({ provider, model, usage, at, book }: PriceQuery): Price {
  const units = unitsOf(usage);
  if (Object.values(units).every((value) => value === 0)) return { cost: '0', matched: null, reason: null };
  if (usage.contradictory)
    return unpriced(null, 'the usage contradicts itself: a part is larger than its whole');
  const found = lookUp(units, model, providerName(provider), at, book ?? null);
  if ('reason' in found) return unpriced(null, found.reason);
  const matched = `${found.provider.id}/${found.model.id}`;
  const missing = missingPrice(units, found.price);
  if (missing) return unpriced(matched, `${matched} has no price for ${missing}`);
  const parts = Object.entries(found.price).map(([key, rate]) =>
    rate === undefined ? '0' : costOf(units, key, rateAt(rate, units['input_tokens'] ?? 0), found.price),
  );
  return { cost: sumDecimals(parts), matched, reason: null };
}

const unpriced = (matched: string | null, reason: string): Price => ({ cost: null, matched, reason });

type Units = Record<string, number>;

/** Inclusive counts under the catalogue's unit names. */
function unitsOf({ buckets, parts }: Usage): Units {
  const { inputUncached, cacheRead, cacheWrite, outputVisible, reasoning } = buckets;
  const all: Units = {
    input_tokens: inputUncached + cacheRead + cacheWrite,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
    cache_write_5m_tokens: parts.cacheWrite5m,
    cache_write_1h_tokens: parts.cacheWrite1h,
    output_tokens: outputVisible + reasoning,
    output_reasoning_tokens: reasoning,
    ...parts.byUnit,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value > 0));
}

type Found =
  | { readonly provider: Provider; readonly model: ModelInfo; readonly price: ModelPrice }
  | { readonly reason: string };

function lookUp(
  units: Units,
  model: string,
  provider: string | null,
  at: Date,
  book: PriceBook | null,
): Found {
  const own = book?.find(({ id }) => provider === null || id === provider) ?? null;
  if (book && !own) return { reason: `the price book has no provider ${provider}` };
  try {
    const found = calcPrice(units, model, {
      timestamp: at,
      ...(own && { provider: own }),
      ...(provider !== null && { providerId: provider }),
    });
    if (found) return { provider: found.provider, model: found.model, price: found.model_price };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  return { reason: `no price for model ${model}${provider === null ? '' : ` of ${provider}`}` };
}

/** OpenTelemetry's provider names, in the catalogue's spelling. */
const spellings: Record<string, string> = {
  'aws.bedrock': 'aws',
  bedrock: 'aws',
  'azure.ai.openai': 'azure',
  'azure.ai.inference': 'azure',
  'gcp.vertex_ai': 'google',
  'gcp.gemini': 'google',
  'gcp.gen_ai': 'google',
  vertex_ai: 'google',
  gemini: 'google',
  mistral_ai: 'mistral',
  x_ai: 'x-ai',
  xai: 'x-ai',
};
const providerName = (provider: string | null | undefined): string | null =>
  provider ? (spellings[provider.toLowerCase()] ?? provider) : null;

/** A direction whose tokens the model has no price for at all. */
function missingPrice(units: Units, price: ModelPrice): string | null {
  const priced = (key: string) => price[key] !== undefined;
  if (units['input_tokens'] && !priced('input_mtok')) return 'input tokens';
  return units['output_tokens'] && !priced('output_mtok') ? 'output tokens' : null;
}

function rateAt(rate: number | TieredPrices, inputTokens: number): number {
  if (typeof rate === 'number') return rate;
  return rate.tiers
    .toSorted((a, b) => a.start - b.start)
    .reduce((at, tier) => (inputTokens > tier.start ? tier.price : at), rate.base);
}

/** Rate times the quantity that the catalogue puts under this price key; the quantity is read off with a rate of 10^6. */
function costOf(units: Units, key: string, rate: number, price: ModelPrice): string {
  const probe = Object.fromEntries(Object.keys(price).map((other) => [other, other === key ? 1e6 : 0]));
  const model: ModelInfo = { id: 'probe', match: { equals: 'probe' }, prices: probe };
  const provider: Provider = { id: 'probe', name: 'probe', api_pattern: '^$', models: [model] };
  const quantity = calcPrice(units, 'probe', { provider })?.total_price ?? 0;
  return shiftDecimal(multiplyDecimals(decimalOf(rate), decimalOf(quantity)), 6);
}
