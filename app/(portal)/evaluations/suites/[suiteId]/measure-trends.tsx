import { utc } from '@/app/_lib/format';
import { TrendLine } from '@/app/_ui/charts/trend-line';
import { Section } from '@/app/_ui/section';
import type { RunMeasure } from '@/server/evaluations/schema/summary';
import { limitWords, significant } from '../../run-words';

interface TrendRun {
  readonly id: string;
  readonly suiteNumber: number;
  readonly finishedAt: Date | null;
  readonly measures: readonly RunMeasure[];
}

/** A submitted release whose parts hold the suite. */
interface MarkedRelease {
  readonly name: string;
  readonly submittedAt: Date;
}
interface MeasureTrendsProps {
  readonly trend: readonly TrendRun[];
  readonly releases: readonly MarkedRelease[];
}

/** One line per measure over the last finished runs, with its interval and the threshold of the newest run. */
export function MeasureTrends({ trend, releases }: MeasureTrendsProps) {
  const markers = markersOf(trend, releases);
  const newest = trend.at(-1)?.measures ?? [];
  const names = [...new Set(newest.map(({ name }) => name))];
  return (
    <Section title="Over time" description="Each point is a finished run with its 95 % interval.">
      <div className="grid gap-5 md:grid-cols-2">
        {names.map((name) => (
          <TrendLine
            key={name}
            title={name}
            points={pointsOf(trend, name, markers)}
            threshold={thresholdOf(newest, name)}
            format={significant}
          />
        ))}
      </div>
    </Section>
  );
}

/** A release stands at the last run that finished before it was submitted. */
function markersOf(trend: readonly TrendRun[], releases: readonly MarkedRelease[]): Map<string, string> {
  const markers = new Map<string, string>();
  for (const { name, submittedAt } of releases) {
    const at = trend.findLast(({ finishedAt }) => finishedAt !== null && finishedAt <= submittedAt);
    if (at) markers.set(at.id, [markers.get(at.id), name].filter(Boolean).join(', '));
  }
  return markers;
}

const pointsOf = (trend: readonly TrendRun[], name: string, markers: ReadonlyMap<string, string>) =>
  trend.map(({ id, finishedAt, suiteNumber, measures }) => {
    const measure = measures.find((one) => one.name === name);
    return {
      label: `${finishedAt ? utc(finishedAt.toISOString()) : ''} (version ${suiteNumber})`,
      ...(finishedAt && { tick: utc(finishedAt.toISOString(), 'date') }),
      value: measure?.value ?? null,
      low: measure?.low ?? null,
      high: measure?.high ?? null,
      note: measure?.note ?? 'not measured',
      marker: markers.get(id),
    };
  });

function thresholdOf(measures: readonly RunMeasure[], name: string) {
  const limits = measures.find((one) => one.name === name)?.threshold;
  const value = limits?.min ?? limits?.max;
  return limits && value !== undefined
    ? { value, label: limitWords(limits).replace(/ [\d.]+$/, '') }
    : undefined;
}
