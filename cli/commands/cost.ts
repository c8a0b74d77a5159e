import type { Command } from 'commander';
import { z } from 'zod';
import { readJsonl } from '@/evaluators/input/jsonl';
import { problem } from '@/evaluators/input/problem';
import { priceBookOf, priceOf, type PriceBook } from '@/evaluators/ops/price';
import { type Buckets, readUsage } from '@/evaluators/ops/usage';
import { sumDecimals } from '@/evaluators/stats/decimal';
import { bytesOf, firstIssue, reading, textOf } from '../input/files';
import { aDate } from '../input/options';
import { type Cli, exitCodes, table } from '../terminal';

const UsageLine = z.object({
  provider: z.string().max(100).nullish(),
  model: z.string().min(1).max(200),
  at: z.iso.datetime({ offset: true }).or(z.iso.date()).nullish(),
  usage: z.record(z.string(), z.unknown()),
});

interface PricedLine {
  readonly line: number;
  readonly provider: string | null;
  readonly model: string;
  readonly matched: string | null;
  readonly buckets: Buckets | null;
  readonly cost: string | null;
  readonly unpriced: boolean;
  readonly note?: string;
}
interface CostOptions {
  readonly at?: Date;
  readonly priceBook?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** `cost USAGE.jsonl`: prices usage records in exact decimals. */
export function cost(program: Command, cli: Cli): void {
  program
    .command('cost <usage>')
    .summary('prices usage records')
    .description(
      'Prices JSON Lines of {"provider", "model", "at", "usage"} in exact decimals; unpriced is never 0.',
    )
    .option('--at <date>', 'prices of this date for lines without "at" (default: now)', aDate)
    .option('--price-book <file>', 'price list in the format of genai-prices instead of the built-in one')
    .option('--strict', 'exit 1 when a line is unpriced')
    .option('--json', 'one JSON document')
    .action(async (usage: string, options: CostOptions) => {
      const book = await bookOf(options.priceBook, cli);
      const at = options.at ?? cli.terminal.now();
      const lines = await reading(usage, () => pricedLines(usage, at, book, cli));
      const total = sumDecimals(lines.flatMap(({ cost: one }) => one ?? []));
      const unpriced = lines.filter((line) => line.unpriced).length;
      cli.print(options.json, { currency: 'USD', total, unpriced, lines }, () =>
        shownLines(lines, total, unpriced),
      );
      cli.exit(options.strict && unpriced > 0 ? exitCodes.failed : exitCodes.ok);
    });
}

const bookOf = async (path: string | undefined, { terminal }: Cli): Promise<PriceBook | null> =>
  path === undefined
    ? null
    : reading(path, async () => priceBookOf(await textOf(path, terminal, 20_000_000)));

async function pricedLines(
  path: string,
  at: Date,
  book: PriceBook | null,
  { terminal }: Cli,
): Promise<PricedLine[]> {
  const lines: PricedLine[] = [];
  for await (const { line, value } of readJsonl(bytesOf(path, terminal))) {
    const read = UsageLine.safeParse(value);
    if (!read.success) throw problem(`line ${line}: ${firstIssue(read.error)}`, { line });
    const { provider = null, model, usage } = read.data;
    const tokens = readUsage(usage);
    const when = read.data.at ? new Date(read.data.at) : at;
    const price = tokens
      ? priceOf({ provider, model, usage: tokens, at: when, book })
      : { cost: null, matched: null, reason: 'the form of the usage block is not known' };
    lines.push({
      line,
      provider,
      model,
      matched: price.matched,
      buckets: tokens?.buckets ?? null,
      cost: price.cost,
      unpriced: price.cost === null,
      ...(price.reason !== null && { note: price.reason }),
    });
  }
  return lines;
}

const shownLines = (lines: readonly PricedLine[], total: string, unpriced: number): string[] => [
  ...table([
    ['line', 'provider', 'model', 'USD', ''],
    ...lines.map(({ line, provider, model, cost: one, note }) => [
      String(line),
      provider ?? '-',
      model,
      one ?? 'unpriced',
      note ?? '',
    ]),
  ]),
  '',
  `$${total}${unpriced === 0 ? '' : ` + ${unpriced} unpriced`}`,
];
