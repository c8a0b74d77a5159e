import { z } from 'zod';
import { type LangfuseAnswer, langfuseAnswer } from '@/evaluators/langfuse/answer';
import { type Row, textAt } from '@/evaluators/langfuse/rows';
import { langfuseLimits, type LangfuseRun } from '@/evaluators/langfuse/source';
import { Refusal } from '@/server/kernel/refusal';
import { isUnknownThere, type Langfuse, malformed } from './client';
import { cursorPages, formed } from './pages';

const beginning = '2020-01-01T00:00:00Z';

/** The answers of an experiment of Langfuse 4; null when there is none of this name, or the server is an older one. */
export async function experimentAnswers(
  open: Langfuse,
  { dataset, run }: LangfuseRun,
): Promise<LangfuseAnswer[] | null> {
  const { id } = formed(
    z.looseObject({ id: z.string() }),
    await open.get(['v2', 'datasets', dataset]),
    'the dataset',
  );
  const experimentId = await experimentNamed(open, id, run);
  if (experimentId === null) return null;
  const query = { fromStartTime: beginning, experimentId, fields: 'core,dataset,io,itemMetadata' };
  const items: Row[] = [];
  const limits = { what: 'experiment items', most: langfuseLimits.traces };
  for await (const row of cursorPages(open, ['experiment-items'], query, limits)) items.push(row);
  items.sort((a, b) => String(a['startTime']).localeCompare(String(b['startTime'])));
  const calls = await generationsOf(open, items);
  return items.map((row) => {
    const [itemId, traceId] = [textAt(row, 'experimentItemId'), textAt(row, 'traceId')];
    if (itemId === null || traceId === null)
      throw malformed('an item of the experiment lacks experimentItemId or traceId');
    const observations = calls.get(traceId) ?? [];
    return langfuseAnswer({ row, itemId, ...(observations.length > 0 && { observations }) });
  });
}

async function experimentNamed(open: Langfuse, datasetId: string, run: string): Promise<string | null> {
  const query = { fromStartTime: beginning, datasetId, name: run };
  const found: string[] = [];
  try {
    for await (const row of cursorPages(open, ['experiments'], query, { what: 'experiments', most: 1000 }))
      if (row['name'] === run) found.push(String(row['id']));
  } catch (error) {
    if (isUnknownThere(error)) return null;
    throw error;
  }
  if (found.length < 2) return found[0] ?? null;
  const message = `Langfuse has ${found.length} experiments called ${run} over this dataset; rename one`;
  throw new Refusal('invalid', message, { fields: { run: [message] } });
}

/** The calls to models in the traces of the items: what they cost does not stand in the items. None when there are
 *  far more in that time than the items can have made. */
async function generationsOf(open: Langfuse, items: readonly Row[]): Promise<ReadonlyMap<string, Row[]>> {
  const calls = new Map<string, Row[]>(items.map((row) => [String(row['traceId']), []]));
  const ends = items.flatMap((row) =>
    ['startTime', 'endTime'].map((key) => Date.parse(textAt(row, key) ?? '')),
  );
  const times = ends.filter((time) => !Number.isNaN(time));
  if (times.length === 0) return calls;
  const [from, to] = times.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  const query = {
    fields: 'core,basic,model,usage,metrics',
    type: 'GENERATION',
    fromStartTime: new Date(from).toISOString(),
    toStartTime: new Date(to + 1).toISOString(),
  };
  const limits = { what: 'calls to models', most: 20 * langfuseLimits.traces, size: 1000 };
  try {
    for await (const row of cursorPages(open, ['v2', 'observations'], query, limits))
      calls.get(String(row['traceId']))?.push(row);
  } catch (error) {
    if (!isUnknownThere(error) && !(error instanceof Refusal && error.details['limit'] === limits.most))
      throw error;
    return new Map();
  }
  return calls;
}
