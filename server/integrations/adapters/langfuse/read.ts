import { type LangfuseAnswer, langfuseAnswer } from '@/evaluators/langfuse/answer';
import { observationsIn } from '@/evaluators/langfuse/file';
import { rowOf, type Row, textAt } from '@/evaluators/langfuse/rows';
import {
  type LangfuseItems,
  langfuseLimits,
  type LangfuseRun,
  type LangfuseTraces,
} from '@/evaluators/langfuse/source';
import { type LangfuseTrace, ObservedTraces, traceOf } from '@/evaluators/langfuse/traces';
import { isUnknownThere, type Langfuse, malformed } from './client';
import { cursorPages, mostTraces, numberedPages, tooMany } from './pages';
import { experimentAnswers } from './experiments';

/** The items of a dataset, archived ones too. */
export const langfuseItems = (open: Langfuse, { dataset, version }: LangfuseItems) =>
  numberedPages(
    open,
    ['dataset-items'],
    { datasetName: dataset, version },
    { what: 'dataset items', most: langfuseLimits.items },
  );

/** Traces in the order of their time: from the observations of Langfuse 4, or the traces of an older one. */
export async function langfuseTraces(open: Langfuse, source: LangfuseTraces): Promise<LangfuseTrace[]> {
  try {
    return await fromObservations(open, source);
  } catch (error) {
    if (!isUnknownThere(error)) throw error;
    return fromTraces(open, source);
  }
}

/** The answers of a dataset run: of an experiment of Langfuse 4, or of the traces of an older run. */
export async function langfuseRun(open: Langfuse, source: LangfuseRun): Promise<LangfuseAnswer[]> {
  return (await experimentAnswers(open, source)) ?? runOfTraces(open, source);
}

const hourMs = 3_600_000;

async function fromObservations(open: Langfuse, source: LangfuseTraces): Promise<LangfuseTrace[]> {
  const [from, to] = [new Date(source.from), new Date(source.to)];
  // What a trace does after its beginning belongs to it, also behind the end of the window.
  const end = new Date(to.getTime() + hourMs).toISOString();
  const time = { type: 'datetime', column: 'startTime' };
  const filter = [
    { ...time, operator: '>=', value: from.toISOString() },
    { ...time, operator: '<', value: end },
    ...(source.name ? [{ type: 'string', column: 'traceName', operator: '=', value: source.name }] : []),
    ...(source.tags?.length
      ? [{ type: 'arrayOptions', column: 'tags', operator: 'all of', value: source.tags }]
      : []),
  ];
  const query = {
    fields: 'core,basic,io,metadata,model,usage,metrics,trace_context',
    fromStartTime: from.toISOString(),
    toStartTime: end,
    filter: JSON.stringify(filter),
  };
  const observed = new ObservedTraces();
  const limits = { what: 'observations', most: 20 * langfuseLimits.traces };
  for await (const row of cursorPages(open, ['v2', 'observations'], query, limits)) observed.add(row);
  const traces = observed.traces((root) => isWithin(textAt(root, 'startTime'), from, to));
  if (traces.length > langfuseLimits.traces) throw tooMany('traces', langfuseLimits.traces);
  return traces;
}

const isWithin = (text: string | null, from: Date, to: Date): boolean => {
  const at = Date.parse(text ?? '');
  return at >= from.getTime() && at < to.getTime();
};

async function fromTraces(
  open: Langfuse,
  { name, tags, from, to }: LangfuseTraces,
): Promise<LangfuseTrace[]> {
  const query = {
    name,
    tags,
    fromTimestamp: from,
    toTimestamp: to,
    orderBy: 'timestamp.asc',
    fields: 'core',
  };
  const ids: string[] = [];
  for await (const row of numberedPages(open, ['traces'], query, mostTraces)) ids.push(String(row['id']));
  return inTurn(ids, async (id) => traceOf(await traceById(open, id)));
}

async function traceById({ get }: Langfuse, id: string): Promise<Row> {
  const row = rowOf(await get(['traces', id]));
  if (!row || textAt(row, 'id') !== id)
    throw malformed(`trace ${JSON.stringify(id)} came in an unknown form`);
  return row;
}

/** The run of an older Langfuse names traces; an item may mean one observation of its trace. */
async function runOfTraces(open: Langfuse, { dataset, run }: LangfuseRun): Promise<LangfuseAnswer[]> {
  const found = rowOf(await open.get(['datasets', dataset, 'runs', run]));
  const items = found?.['datasetRunItems'];
  if (!Array.isArray(items)) throw malformed('the dataset run has no datasetRunItems');
  if (items.length > langfuseLimits.traces) throw tooMany('items of the run', langfuseLimits.traces);
  return inTurn(items, async (value) => {
    const item = rowOf(value) ?? {};
    const [traceId, itemId] = [textAt(item, 'traceId'), textAt(item, 'datasetItemId')];
    if (traceId === null || itemId === null)
      throw malformed('an item of the run lacks traceId or datasetItemId');
    const trace = await traceById(open, traceId);
    const wanted = textAt(item, 'observationId');
    const observations = observationsIn(trace);
    const meant = wanted === null ? null : observations.find((one) => one['id'] === wanted);
    if (meant === undefined)
      throw malformed(`trace ${traceId} lacks the observation ${wanted} of its run item`);
    const answer = meant
      ? langfuseAnswer({ row: meant, itemId, observations: [meant, ...below(wanted, observations)] })
      : langfuseAnswer({ row: trace, itemId, observations });
    return { ...answer, traceId };
  });
}

/** The observations that an observation caused, at any depth. */
function below(id: string | null, all: readonly Row[]): Row[] {
  const found: Row[] = [];
  const parents = new Set([id]);
  for (let size = 0; size !== parents.size;) {
    size = parents.size;
    for (const one of all)
      if (parents.has(textAt(one, 'parentObservationId')) && !parents.has(textAt(one, 'id'))) {
        parents.add(textAt(one, 'id'));
        found.push(one);
      }
  }
  return found;
}

const width = 4;

/** Results in the order of the things, four calls at a time. */
async function inTurn<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = things.entries();
  let isBroken = false;
  const worker = async () => {
    for (const [index, thing] of queue) {
      if (isBroken) return;
      results[index] = await work(thing);
    }
  };
  const workers = Array.from({ length: width }, worker);
  await Promise.all(workers).catch((error: unknown) => {
    isBroken = true;
    throw error;
  });
  return results;
}
