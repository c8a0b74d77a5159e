import { type Command, Option } from 'commander';
import { readJsonl } from '@/evaluators/input/jsonl';
import { problem } from '@/evaluators/input/problem';
import { findingTypes, type FindingType } from '@/evaluators/safety/detectors';
import { scanText } from '@/evaluators/safety/scan';
import { bytesOf, reading, textOf } from '../input/files';
import { aNumber, collected } from '../input/options';
import { type Cli, exitCodes, table } from '../terminal';

const maxBytes = 64_000_000;

interface ScanOptions {
  readonly field?: string[];
  readonly type?: FindingType[];
  readonly minScore: number;
  readonly json?: boolean;
}
interface Found {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly type: FindingType;
  readonly text: string;
  readonly score: number;
  readonly validated: boolean;
  readonly field?: string;
}

/** `scan FILE...`: personal data, health identifiers and secrets. */
export function scan(program: Command, cli: Cli): void {
  program
    .command('scan <files...>')
    .summary('personal data, health identifiers and secrets')
    .description(
      'Finds personal data, health identifiers and secrets by pattern and checksum. Offsets count Unicode characters ' +
        'from the start of the file, with --field from the start of the field. Names, addresses and dates are not found.',
    )
    .option(
      '--field <name>',
      'the files are JSON Lines; look into this field (dots go deeper; may be repeated)',
      collected,
    )
    .addOption(new Option('--type <types...>', 'only these').choices(findingTypes))
    .option('--min-score <share>', 'leave out what is less sure', aNumber, 0.3)
    .option('--json', 'one JSON document')
    .action(async (files: string[], options: ScanOptions) => {
      const findings: Found[] = [];
      for (const file of files)
        findings.push(
          ...(await reading(file, () => (options.field ? inFields : inText)(file, options, cli))),
        );
      cli.print(options.json, { findings }, () => lines(findings));
      cli.exit(findings.length === 0 ? exitCodes.ok : exitCodes.failed);
    });
}

async function inText(file: string, { type, minScore }: ScanOptions, { terminal }: Cli): Promise<Found[]> {
  const text = await textOf(file, terminal, maxBytes);
  const points = [...text].length === text.length ? null : [...text];
  let [line, at] = [1, 0];
  return scanText(text, { types: type, minScore }).map((finding) => {
    for (; at < finding.start; at++) if ((points?.[at] ?? text.charAt(at)) === '\n') line++;
    return { file, line, ...finding };
  });
}

async function inFields(
  file: string,
  { field = [], type, minScore }: ScanOptions,
  { terminal }: Cli,
): Promise<Found[]> {
  const findings: Found[] = [];
  const seen = new Set<string>();
  for await (const { line, value } of readJsonl(bytesOf(file, terminal)))
    for (const name of field) {
      const inner = name
        .split('.')
        .reduce<unknown>(
          (at, key) =>
            typeof at === 'object' && at !== null && Object.hasOwn(at, key)
              ? Reflect.get(at, key)
              : undefined,
          value,
        );
      if (inner === undefined || inner === null) continue;
      seen.add(name);
      const text = typeof inner === 'string' ? inner : JSON.stringify(inner);
      findings.push(
        ...scanText(text, { types: type, minScore }).map((found) => ({ file, line, field: name, ...found })),
      );
    }
  const missing = field.find((name) => !seen.has(name));
  if (missing !== undefined) throw problem(`no line has a field "${missing}"`);
  return findings;
}

/** The values themselves stay out of the table: it may be pasted somewhere. */
const lines = (findings: readonly Found[]): string[] =>
  findings.length === 0
    ? ['nothing found']
    : table([
        ['file', 'line', 'start', 'end', 'type', 'score', ''],
        ...findings.map(({ file, line, start, end, type, score, validated }) => [
          file,
          String(line),
          String(start),
          String(end),
          type,
          String(score),
          validated ? 'validated' : '',
        ]),
      ]);
