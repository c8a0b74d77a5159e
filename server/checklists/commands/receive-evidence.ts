import { refusal } from '@/policies/ability';
import { recordForms } from '@/policies/frameworks/records';
import type { Ctx } from '@/server/kernel/context';
import { invalid, Refusal } from '@/server/kernel/refusal';
import type { z } from 'zod';
import { bindingTarget } from '../queries/evidence';
import { assertGiven } from '../rules/evidence';
import { headBytes, typeLie } from '@/server/integrations/adapters/file-type';
import { type AddEvidenceFile, EvidenceFileQuery, evidenceLimits } from '../schema';
import { typeOf } from './evidence';

export interface IncomingFile {
  /** Query parameters as they came. */
  readonly parameters: Record<string, unknown>;
  /** Of the Content-Length header, when there is one. */
  readonly sizeBytes: number | null;
  readonly bytes: AsyncIterable<Uint8Array> | null;
}

/** Streams a file to disk and gives the input of `addEvidenceFile`. From somebody who may not give evidence nothing is
 *  read; the command refuses them, and records it. */
export async function receiveEvidence(
  ctx: Ctx,
  { parameters, sizeBytes, bytes }: IncomingFile,
): Promise<z.output<typeof AddEvidenceFile>> {
  const { bindingKind, bindingId, fileName, mediaType, ...fields } = EvidenceFileQuery.parse(parameters);
  const input = { ...fields, binding: { kind: bindingKind, id: bindingId }, file: null };
  const target = await bindingTarget(ctx, input.binding);
  if (refusal(ctx.ability, 'create', 'Evidence', target) !== null) return input;
  const validDays = input.validDays === undefined ? {} : { validDays: input.validDays };
  const way = { as: 'file', binding: input.binding, ...validDays } as const;
  assertGiven(typeOf(input.type), way, recordForms[input.type] !== undefined);
  const limitBytes = evidenceLimits.fileBytes;
  if ((sizeBytes ?? 0) > limitBytes)
    throw new Refusal('limit', `file is larger than the limit of ${limitBytes / 1e6} MB`, { limitBytes });
  if (!bytes) throw invalid('file', 'file is missing: the body of the request is the file');
  const stored = await ctx.ports.files.put(truthful(bytes, mediaType), limitBytes);
  if (stored.sizeBytes === 0) throw invalid('file', 'file is empty');
  return { ...input, file: { ...stored, name: fileName, mediaType } };
}

/**
 * The same bytes, once their beginning fits the type that was said.
 * @throws Refusal invalid when it does not; nothing is kept then
 */
export async function* truthful(
  bytes: AsyncIterable<Uint8Array>,
  mediaType: string,
): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    await assertTruthful(head, mediaType);
    yield head;
    head = null;
  }
  if (head === null || head.length === 0) return;
  await assertTruthful(head, mediaType);
  yield head;
}

async function assertTruthful(head: Uint8Array, mediaType: string): Promise<void> {
  const lie = await typeLie(head.subarray(0, headBytes), mediaType);
  if (lie !== null) throw invalid('mediaType', `the file ${lie}`);
}
