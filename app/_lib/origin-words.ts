import type { AnswerOrigin } from '@/server/evaluations/schema/runs';
import type { CaseOrigin } from '@/server/registry/schema/datasets';
import { number } from './format';

type Source = CaseOrigin['source'] | AnswerOrigin['source'];

const minute = (text: string) => text.replace(/:00(\.0+)?Z$/, 'Z');

function sourceWords(host: string | null, source: Source): string {
  if (!source) return host === null ? 'a file exported by Langfuse' : `Langfuse at ${host}`;
  const where = `Langfuse at ${host}`;
  if (source.kind === 'dataset')
    return `dataset ${source.dataset} of ${where}${source.version ? ` as it was at ${minute(source.version)}` : ''}`;
  if (source.kind === 'run') return `run ${source.run} of dataset ${source.dataset}, ${where}`;
  const { name, tags = [], from, to } = source;
  const named = name ? ` called ${name}` : '';
  const tagged = tags.length > 0 ? ` tagged ${tags.join(', ')}` : '';
  return `traces${named}${tagged} from ${minute(from)} to ${minute(to)}, ${where}`;
}

const facts = {
  model: 'the model',
  usage: 'tokens',
  costUsd: 'the cost',
  latencyMs: 'the latency',
} as const;

/** Where things were taken from, what was left out, and what is not known of them. */
export function originWords(origin: CaseOrigin | AnswerOrigin): string {
  const { host, source, taken } = origin;
  const from = sourceWords(host, source);
  if ('archived' in origin) {
    const left = origin.archived > 0 ? `, ${number(origin.archived)} archived left out` : '';
    return `${from}: ${number(taken)} taken${left}`;
  }
  const { noCase, noOutput, further } = origin.leftOut;
  const left = [
    ...(noCase > 0 ? [`${number(noCase)} of no case`] : []),
    ...(noOutput > 0 ? [`${number(noOutput)} without output`] : []),
    ...(further > 0 ? [`${number(further)} more than the suite repeats`] : []),
  ];
  const lacks = Object.entries(facts).flatMap(([fact, words]) => {
    const count = origin.missing[fact as keyof typeof facts];
    return count > 0 ? [`${words} for ${number(count)}`] : [];
  });
  return [
    `${from}: ${number(taken)} answers taken`,
    ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : []),
    ...(lacks.length > 0 ? [`not known: ${lacks.join(', ')}`] : []),
  ].join('; ');
}
