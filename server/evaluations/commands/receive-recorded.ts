import type { z } from 'zod';
import { readJsonl } from '@/evaluators/input/jsonl';
import { InputProblem, problem } from '@/evaluators/input/problem';
import { type LangfuseFormat, langfuseRows } from '@/evaluators/langfuse/file';
import { tracesIn } from '@/evaluators/langfuse/traces';
import { RecordedOutput } from '@/evaluators/suite';
import { refusal } from '@/policies/ability';
import { parseStrictJson } from '@/server/kernel/canonical';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { getDatasetVersion } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import { getSuiteVersion } from '../queries/suites';
import { entryBytes } from '../rules/recorded-index';
import { recordedLimits, RecordedQuery, type StartRecordedRun } from '../schema/runs';
import type { SuiteVersion } from '../schema/suites';
import { matched } from './langfuse-answers';

export interface IncomingRecorded {
  /** Path and query parameters as they came. */
  readonly parameters: Record<string, unknown>;
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array> | null;
}

const jsonLines = /^application\/(x-ndjson|jsonl|x-jsonlines|ndjson|jsonlines)(;|$)/i;

/**
 * Puts recorded outputs on disk as they stream in, each matched with its case. An unknown case or one more output than
 * the suite has repeats is refused with its line and leaves nothing behind; a case without one will be missing.
 */
export async function receiveRecorded(
  ctx: Ctx,
  { parameters, contentType, bytes }: IncomingRecorded,
): Promise<z.output<typeof StartRecordedRun>> {
  const query = RecordedQuery.parse(parameters);
  const suite = await getSuiteVersion(ctx, { versionId: query.suiteVersionId });
  const asked = { orgId: ctx.actor.orgId, createdBy: authorOf(ctx) };
  if (refusal(ctx.ability, 'create', 'Run', asked) !== null) return { ...query, recorded: null };
  if (query.caseKey !== undefined && query.from === undefined)
    throw invalid('caseKey', 'caseKey is for files of Langfuse; outputs name their case by id');
  const format = formatOf(contentType, query.from);
  if (!bytes) throw invalid('file', 'file is missing: the body of the request is the recorded outputs');
  if (query.from === undefined) return { ...query, recorded: await storeRecorded(ctx, suite, bytes) };
  try {
    const traces = await tracesIn(langfuseRows(bytes, format));
    const answers = traces.map(({ answer }) => answer);
    const { lines, ...counts } = await matched(ctx, suite, answers, query.caseKey);
    const recorded = await storeRecorded(ctx, suite, lines);
    return { ...query, recorded, origin: { tool: 'langfuse', host: null, source: null, ...counts } };
  } catch (error) {
    throw asRefusal(error);
  }
}

function formatOf(contentType: string, from: 'langfuse' | undefined): LangfuseFormat {
  if (jsonLines.test(contentType)) return 'jsonl';
  if (from !== undefined && /^application\/json(;|$)/i.test(contentType)) return 'json';
  if (from !== undefined && /^text\/csv(;|$)/i.test(contentType)) return 'csv';
  const more = from === undefined ? '' : ', application/json or text/csv';
  throw invalid('Content-Type', `Content-Type must be application/jsonl${more}`);
}

/** Lines of recorded outputs on disk, with the places of the cases in them. */
export async function storeRecorded(ctx: Ctx, suite: SuiteVersion, bytes: AsyncIterable<Uint8Array>) {
  const dataset = await getDatasetVersion(ctx, { versionId: suite.datasetVersionId });
  const ordinals = new Map<string, number>();
  for await (const { id } of readCases(ctx.ports.files, dataset)) ordinals.set(id, ordinals.size);
  const lines = new RecordedLines(ordinals, suite.body.repeats);
  try {
    const { sha256 } = await ctx.ports.files.put(lines.written(bytes), recordedLimits.fileBytes);
    const index = await ctx.ports.files.put(lines.index, recordedLimits.fileBytes);
    return { sha256, indexSha256: index.sha256, outputs: lines.count };
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof InputProblem)) return error;
  const { line, limit } = error.place;
  return new Refusal('invalid', error.message, { fields: { file: [error.message] }, line, limit });
}

const pieceBytes = 65_536;

class RecordedLines {
  count = 0;
  readonly index: Buffer;
  private readonly outputsOf: Uint8Array;
  private offset = 0;

  constructor(
    private readonly ordinals: ReadonlyMap<string, number>,
    private readonly repeats: number,
  ) {
    this.index = Buffer.alloc(ordinals.size * repeats * entryBytes);
    this.outputsOf = new Uint8Array(ordinals.size);
  }

  /** The lines as they are kept, in pieces. The n-th output of a case is its n-th repeat. */
  async *written(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const { lineLength: maxLength, depth: maxDepth } = recordedLimits;
    const maxRows = this.ordinals.size * this.repeats;
    const parse = (text: string) => parseStrictJson(text, { maxBytes: 4 * maxLength, maxDepth });
    let piece: Uint8Array[] = [];
    let size = 0;
    for await (const { line, value } of readJsonl(bytes, { maxRows: maxRows + 1, maxLength }, parse)) {
      const row = Buffer.from(`${JSON.stringify(this.placed(line, value))}\n`);
      this.offset += row.length;
      piece.push(row);
      size += row.length;
      if (size < pieceBytes) continue;
      yield Buffer.concat(piece);
      [piece, size] = [[], 0];
    }
    yield Buffer.concat(piece);
  }

  private placed(line: number, value: unknown): RecordedOutput {
    const read = RecordedOutput.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw problem(`line ${line}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}`, { line });
    }
    const ordinal = this.ordinals.get(read.data.id);
    const named = JSON.stringify(read.data.id);
    if (ordinal === undefined) throw problem(`line ${line}: the dataset has no case ${named}`, { line });
    const repeat = this.outputsOf[ordinal] ?? 0;
    if (repeat >= this.repeats) {
      const limit = this.repeats;
      throw problem(`line ${line}: case ${named} has more outputs than the suite has repeats (${limit})`, {
        line,
        limit,
      });
    }
    this.outputsOf[ordinal] = repeat + 1;
    this.count += 1;
    const length = Buffer.byteLength(JSON.stringify(read.data));
    const at = (ordinal * this.repeats + repeat) * entryBytes;
    this.index.writeBigUInt64BE(BigInt(this.offset), at);
    this.index.writeUInt32BE(length, at + 8);
    return read.data;
  }
}
