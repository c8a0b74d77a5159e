import { utc } from '@/app/_lib/format';
import { TrendLine } from '@/app/_ui/charts/trend-line';
import { Section } from '@/app/_ui/section';
import type { RunMeasure } from '@/server/evaluations/schema/runs';
import { limitWords, significant } from '../../run-words';

interface TrendRun {
  readonly id: string;
  readonly suiteNumber: number;
  readonly finishedAt: Date | null;
  readonly measures: readonly RunMeasure[];
}

/** One line per measure over the last finished runs, with its interval and the threshold of the newest run. */
export function MeasureTrends({ trend }: { trend: readonly TrendRun[] }) {
  const newest = trend.at(-1)?.measures ?? [];
  const names = [...new Set(newest.map(({ name }) => name))];
  return (
    <Section title="Over time" description="Each point is a finished run with its 95 % interval.">
      <div className="grid gap-5 md:grid-cols-2">
        {names.map((name) => (
          <TrendLine
            key={name}
            title={name}
            points={pointsOf(trend, name)}
            threshold={thresholdOf(newest, name)}
            format={significant}
          />
        ))}
      </div>
    </Section>
  );
}

const pointsOf = (trend: readonly TrendRun[], name: string) =>
  trend.map(({ finishedAt, suiteNumber, measures }) => {
    const measure = measures.find((one) => one.name === name);
    return {
      label: `${finishedAt ? utc(finishedAt.toISOString()) : ''} (version ${suiteNumber})`,
      value: measure?.value ?? null,
      low: measure?.low ?? null,
      high: measure?.high ?? null,
      note: measure?.note ?? 'not measured',
    };
  });

function thresholdOf(measures: readonly RunMeasure[], name: string) {
  const limits = measures.find((one) => one.name === name)?.threshold;
  const value = limits?.min ?? limits?.max;
  return limits && value !== undefined
    ? { value, label: limitWords(limits).replace(/ [\d.]+$/, '') }
    : undefined;
}
