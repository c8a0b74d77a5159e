import type { LangfuseFormat } from '@/evaluators/langfuse/file';
import { refusal } from '@/policies/ability';
import type { Ctx } from '@/server/kernel/context';
import { invalid } from '@/server/kernel/refusal';
import type { z } from 'zod';
import { getDataset } from '../queries/datasets';
import {
  type AddDatasetVersion,
  type DatasetFormat,
  type DatasetKind,
  datasetLimits,
  DatasetRef,
  UploadQuery,
} from '../schema/datasets';
import { casesInFile, storeCases } from './langfuse-cases';
import { storeUpload, tooLarge } from './store-upload';

export interface IncomingUpload {
  /** Path and query parameters as they came. */
  readonly parameters: Record<string, unknown>;
  readonly contentType: string;
  /** Of the Content-Length header, when there is one. */
  readonly sizeBytes: number | null;
  readonly bytes: AsyncIterable<Uint8Array> | null;
}

const formats: readonly (readonly [RegExp, DatasetFormat])[] = [
  [/^text\/csv(;|$)/i, 'csv'],
  [/^application\/(x-ndjson|jsonl|x-jsonlines|ndjson|jsonlines)(;|$)/i, 'jsonl'],
];

/** Puts an upload on disk and gives the input of `addDatasetVersion`. From somebody who may not add versions nothing is
 *  read; the command refuses them, and records it. */
export async function receiveUpload(
  ctx: Ctx,
  given: IncomingUpload,
): Promise<z.output<typeof AddDatasetVersion>> {
  const { datasetId, ...query } = given.parameters;
  const dataset = await getDataset(ctx, DatasetRef.parse({ datasetId }));
  const { message, from } = UploadQuery.parse(query);
  const input = { datasetId: dataset.id, message, upload: null };
  if (refusal(ctx.ability, 'edit', 'Dataset', dataset) !== null) return input;
  if (from !== undefined) return { ...input, ...(await fromLangfuse(ctx, given, dataset.kind)) };
  const format = formats.find(([pattern]) => pattern.test(given.contentType))?.[1];
  if (!format) throw invalid('Content-Type', 'Content-Type must be text/csv or application/jsonl');
  if ((given.sizeBytes ?? 0) > datasetLimits.fileBytes) throw tooLarge();
  if (!given.bytes) throw invalid('file', 'file is missing: the body of the request is the file');
  return { ...input, upload: await storeUpload(ctx.ports.files, given.bytes, dataset.kind, format) };
}

/** The cases of a file that Langfuse exported. */
async function fromLangfuse(ctx: Ctx, { contentType, bytes }: IncomingUpload, kind: DatasetKind) {
  if (kind !== 'cases') throw invalid('from', 'The dataset is a table; an export of Langfuse holds cases');
  const format = langfuseFormatOf(contentType);
  if (!bytes) throw invalid('file', 'file is missing: the body of the request is the file');
  const { upload, ...count } = await storeCases(ctx.ports.files, casesInFile(bytes, format));
  return { upload, origin: { tool: 'langfuse', host: null, source: null, ...count } as const };
}

function langfuseFormatOf(contentType: string): LangfuseFormat {
  const known = formats.find(([pattern]) => pattern.test(contentType))?.[1];
  if (known) return known;
  if (/^application\/json(;|$)/i.test(contentType)) return 'json';
  throw invalid('Content-Type', 'Content-Type must be application/json, application/jsonl or text/csv');
}
