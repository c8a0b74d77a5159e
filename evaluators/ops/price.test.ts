import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumDecimals } from '../stats/decimal';
import { priceOf } from './price';
import { providerAt } from './provider';
import { readUsage, type Usage } from './usage';

const at = new Date('2025-11-06T12:00:00Z');
const usage = (block: Record<string, unknown>): Usage => {
  const read = readUsage(block);
  if (!read) throw new Error('not recognised');
  return read;
};

describe('readUsage', () => {
  it.each([
    [
      {
        prompt_tokens: 100,
        completion_tokens: 60,
        prompt_tokens_details: { cached_tokens: 20 },
        completion_tokens_details: { reasoning_tokens: 25 },
      },
      'openai-chat',
      [80, 20, 0, 35, 25],
    ],
    [
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        completion_tokens_details: { reasoning_tokens: 7 },
        total_tokens: 22,
      },
      'openai-chat',
      [10, 0, 0, 5, 7],
    ],
    [
      {
        input_tokens: 45,
        input_tokens_details: { cached_tokens: 5 },
        output_tokens: 19,
        output_tokens_details: { reasoning_tokens: 8 },
      },
      'openai-responses',
      [40, 5, 0, 11, 8],
    ],
    [
      { input_tokens: 7, cache_creation_input_tokens: 10, cache_read_input_tokens: 20, output_tokens: 60 },
      'anthropic',
      [7, 20, 10, 60, 0],
    ],
    [
      { promptTokenCount: 50, cachedContentTokenCount: 20, candidatesTokenCount: 9, thoughtsTokenCount: 4 },
      'google',
      [30, 20, 0, 9, 4],
    ],
    [{ inputTokens: 5, cacheReadInputTokens: 2, outputTokens: 3 }, 'bedrock', [5, 2, 0, 3, 0]],
    [
      { inputTokens: 5, cachedTokens: 2, reasoningTokens: 1, outputTokens: 3 },
      'countersign',
      [3, 2, 0, 2, 1],
    ],
    [{ billed_units: { input_tokens: 5, output_tokens: 2 } }, 'cohere', [5, 0, 0, 2, 0]],
    [
      {
        'gen_ai.usage.input_tokens': 100,
        'gen_ai.usage.output_tokens': 40,
        'gen_ai.usage.cache_read.input_tokens': 20,
        'gen_ai.usage.cache_creation.input_tokens': 10,
      },
      'opentelemetry',
      [70, 20, 10, 40, 0],
    ],
  ])('%j', (block, form, expected) => {
    const read = usage(block);
    expect([read.form, Object.values(read.buckets)]).toEqual([form, expected]);
    expect(read.contradictory).toBe(false);
  });
  it('flags contradictions and refuses what it does not know', () => {
    expect(usage({ prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9 } }).contradictory).toBe(true);
    expect(readUsage({ tokens: 5 })).toBeNull();
  });
  it('no bucket is negative and nothing is counted twice', () => {
    const n = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(n, n, n, n, (rest, read, visible, reasoning) => {
        const { buckets } = usage({
          prompt_tokens: rest + read,
          completion_tokens: visible + reasoning,
          prompt_tokens_details: { cached_tokens: read },
          completion_tokens_details: { reasoning_tokens: reasoning },
          total_tokens: rest + read + visible + reasoning,
        });
        expect(Object.values(buckets)).toEqual([rest, read, 0, visible, reasoning]);
      }),
    );
  });
});

describe('priceOf', () => {
  const anthropic = (input: number, more: object = {}) =>
    usage({ input_tokens: input, output_tokens: 0, cache_read_input_tokens: 0, ...more });
  it('multiplies exactly', () => {
    const cached = usage({ input_tokens: 3, cache_read_input_tokens: 9511, output_tokens: 1944 });
    expect(priceOf({ provider: 'anthropic', model: 'claude-haiku-4-5', usage: cached, at })).toMatchObject({
      cost: sumDecimals(['0.000003', '0.0009511', '0.00972']),
      reason: null,
    });
  });
  it('a tier is a cliff on the total input', () => {
    const cost = (input: number) =>
      priceOf({ provider: 'anthropic', model: 'claude-sonnet-4-5', usage: anthropic(input), at }).cost;
    expect([199_999, 200_000, 200_001].map(cost)).toEqual(['0.599997', '0.6', '1.200006']);
  });
  it('an unknown model, provider or bucket is unpriced, never 0; no tokens cost 0', () => {
    const some = anthropic(5);
    expect(priceOf({ model: 'no-such-model', usage: some, at })).toEqual({
      cost: null,
      matched: null,
      reason: 'no price for model no-such-model',
    });
    expect(priceOf({ provider: 'nobody', model: 'gpt-4o', usage: some, at }).cost).toBeNull();
    const embedding = usage({ prompt_tokens: 5, completion_tokens: 5 });
    expect(
      priceOf({ provider: 'openai', model: 'text-embedding-3-small', usage: embedding, at }).reason,
    ).toContain('no price for output tokens');
    expect(priceOf({ model: 'no-such-model', usage: anthropic(0), at }).cost).toBe('0');
  });
  it('takes a price book instead', () => {
    const book = [
      {
        id: 'mine',
        name: 'Mine',
        api_pattern: '^$',
        models: [{ id: 'm', match: { equals: 'm' }, prices: { input_mtok: 0.1, output_mtok: 0.3 } }],
      },
    ];
    expect(priceOf({ provider: 'mine', model: 'm', usage: anthropic(3), at, book })).toMatchObject({
      cost: '0.0000003',
      matched: 'mine/m',
    });
    expect(priceOf({ provider: 'other', model: 'm', usage: anthropic(3), at, book }).reason).toContain(
      'no provider other',
    );
  });
});

const recorded = new URL(
  '../../../shared/data/token_cost/genai_prices_usage_cost.share.jsonl',
  import.meta.url,
);
interface Row {
  provider: string;
  model: string;
  api_flavor: string;
  usage: Record<string, number>;
  response_body: { usage?: Record<string, unknown>; usageMetadata?: Record<string, unknown> };
  total_price_usd: string;
}
/** The catalogue's own inclusive units as buckets. */
function fromUnits(units: Record<string, number>): Usage {
  const {
    input_tokens: input = 0,
    cache_read_tokens: cacheRead = 0,
    cache_write_tokens: cacheWrite = 0,
  } = units;
  const { output_tokens: output = 0, output_reasoning_tokens: reasoning = 0 } = units;
  const inputUncached = input - cacheRead - cacheWrite;
  const buckets = { inputUncached, cacheRead, cacheWrite, outputVisible: output - reasoning, reasoning };
  const parts = { cacheWrite5m: 0, cacheWrite1h: 0, byUnit: units };
  return { form: 'countersign', buckets, parts, contradictory: false };
}
describe.skipIf(!existsSync(recorded))(
  'recorded prices (skipped where shared/data/token_cost is absent)',
  () => {
    const rows: Row[] = existsSync(recorded)
      ? readFileSync(recorded, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    const far = (cost: string | null, expected: string) =>
      cost === null || Math.abs(Number(cost) - Number(expected)) > 1e-9;
    it('agrees with 800 recorded answers of six providers, to the last digit of the sum', () => {
      const prices = rows.map(({ provider, model, usage: units }) =>
        priceOf({ provider, model, usage: fromUnits(units), at }),
      );
      expect(prices.flatMap(({ cost }, i) => (far(cost, rows[i]?.total_price_usd ?? '') ? [i] : []))).toEqual(
        [],
      );
      expect(sumDecimals(prices.flatMap(({ cost }) => cost ?? []))).toBe('8.58034456');
    });
    it('reads the same tokens out of the answers themselves', () => {
      // In these rows the recording left out completions (taken for embeddings) or cache writes, so it priced less.
      const fuller = ({ api_flavor, response_body: { usage: block } }: Row) =>
        api_flavor === 'embeddings' || JSON.stringify(block ?? {}).includes('"cache_write_tokens"');
      const wrong = rows.flatMap((row, i) => {
        const read = readUsage(row.response_body.usage ?? row.response_body.usageMetadata ?? {});
        const cost = read && priceOf({ provider: row.provider, model: row.model, usage: read, at }).cost;
        return !fuller(row) && far(cost, row.total_price_usd) ? [i] : [];
      });
      expect(rows.filter(fuller)).toHaveLength(62);
      expect(wrong).toEqual([]);
    });
  },
);

describe('providerAt', () => {
  it.each([
    ['https://api.openai.com/v1/embeddings', 'openai'],
    ['https://ours.openai.azure.com/openai/deployments/x/embeddings', 'azure'],
    ['https://notopenai.com/v1', null],
    ['http://127.0.0.1:11434/v1/embeddings', null],
    ['no address', null],
  ])('%s is %s', (url, provider) => expect(providerAt(url)).toBe(provider));
  it('tells the price of an embedding model, whose name alone does not', () => {
    const tokens = usage({ prompt_tokens: 500 });
    const query = { model: 'text-embedding-3-small', usage: tokens, at };
    expect(priceOf(query).cost).toBeNull();
    expect(priceOf({ ...query, provider: 'openai' }).cost).toBe('0.00001');
  });
});
