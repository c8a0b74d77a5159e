import { refusal } from '@/policies/ability';
import type { Ctx } from '@/server/kernel/context';
import { invalid } from '@/server/kernel/refusal';
import type { z } from 'zod';
import { getDataset } from '../queries/datasets';
import {
  type AddDatasetVersion,
  type DatasetFormat,
  datasetLimits,
  DatasetRef,
  UploadQuery,
} from '../schema/datasets';
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
  const { message } = UploadQuery.parse(query);
  const input = { datasetId: dataset.id, message, upload: null };
  if (refusal(ctx.ability, 'edit', 'Dataset', dataset) !== null) return input;
  const format = formats.find(([pattern]) => pattern.test(given.contentType))?.[1];
  if (!format) throw invalid('Content-Type', 'Content-Type must be text/csv or application/jsonl');
  if ((given.sizeBytes ?? 0) > datasetLimits.fileBytes) throw tooLarge();
  if (!given.bytes) throw invalid('file', 'file is missing: the body of the request is the file');
  return { ...input, upload: await storeUpload(ctx.ports.files, given.bytes, dataset.kind, format) };
}
