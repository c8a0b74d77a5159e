import { buffer } from 'node:stream/consumers';
import type { RecordedOutput } from '@/evaluators/suite';
import type { FileStore } from '@/server/kernel/context';
import type { RunWork } from '../queries/runs';
import { entryBytes, placesIn, stretches } from '../rules/recorded-index';

const largestRead = 8_000_000;

/** The recorded outputs of cases `from` to `to` (excluded), by `ordinal * repeats + repeat`. */
export async function recordedOutputs(
  files: FileStore,
  { recordedSha256, recordedIndexSha256, repeats }: RunWork,
  from: number,
  to: number,
): Promise<Map<number, RecordedOutput>> {
  if (recordedSha256 === null || recordedIndexSha256 === null)
    throw new Error('the run has no recorded outputs');
  const [first, last] = [from * repeats, to * repeats];
  const range = { start: first * entryBytes, end: last * entryBytes - 1 };
  const index = await buffer(files.open(recordedIndexSha256, range));
  const places = placesIn(new DataView(index.buffer, index.byteOffset, index.byteLength), first);
  const outputs = new Map<number, RecordedOutput>();
  for (const group of stretches(places, largestRead)) {
    const [start, end] = [group[0]?.[1].offset ?? 0, group.at(-1)?.[1]];
    if (!end) continue;
    const bytes = await buffer(files.open(recordedSha256, { start, end: end.offset + end.length - 1 }));
    for (const [entry, { offset, length }] of group) {
      const text = bytes.subarray(offset - start, offset - start + length).toString();
      outputs.set(entry, JSON.parse(text) as RecordedOutput);
    }
  }
  return outputs;
}
