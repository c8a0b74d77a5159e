import clsx from 'clsx';
import { fillTone, type Tone } from '../tone';
import { ChartFigure } from './chart-figure';

export interface CoverageCell {
  readonly label: string;
  /** Key of a state. */
  readonly state: string;
}

export interface CoverageStripProps {
  readonly title: string;
  /** States in the order of the legend; each has its tone, and `hollow` for what counts less (open, not applicable). */
  readonly states: readonly {
    readonly key: string;
    readonly label: string;
    readonly tone: Tone;
    readonly hollow?: boolean;
  }[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly CoverageCell[] }[];
  readonly hiddenTitle?: boolean;
}

const marks: Record<Tone, string> = {
  neutral: 'bg-control',
  accent: 'bg-accent',
  positive: 'bg-positive-solid',
  warning: 'bg-warning-solid',
  negative: 'bg-negative-mark',
  info: 'bg-info-solid',
};

const outlines: Record<Tone, string> = {
  neutral: 'fill-sunken stroke-control',
  accent: 'fill-accent-soft stroke-accent',
  positive: 'fill-positive-soft stroke-positive-solid',
  warning: 'fill-warning-soft stroke-warning-solid',
  negative: 'fill-negative-soft stroke-negative-mark',
  info: 'fill-info-soft stroke-info-solid',
};

/** One small cell per control, one row per framework: where the checklist stands at a glance. */
export function CoverageStrip({ title, states, rows, hiddenTitle }: CoverageStripProps) {
  const tally = (cells: readonly CoverageCell[], key: string) =>
    cells.filter(({ state }) => state === key).length;
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}. ${rows.map(({ label, cells }) => `${label}: ${states.map((state) => `${tally(cells, state.key)} ${state.label.toLowerCase()}`).join(', ')}`).join('. ')}`}
      legend={states.map(({ label, tone, hollow }) => ({
        label,
        mark: hollow ? 'border border-control bg-sunken' : marks[tone],
      }))}
      table={{
        columns: ['Group', ...states.map(({ label }) => label), 'All'],
        rows: rows.map(({ label, cells }) => [
          label,
          ...states.map(({ key }) => tally(cells, key)),
          cells.length,
        ]),
      }}
    >
      <div className="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)_max-content] items-start gap-x-3 gap-y-2 text-xs">
        {rows.map((row) => (
          <CoverageRow key={row.label} {...row} states={states} />
        ))}
      </div>
    </ChartFigure>
  );
}

function CoverageRow({
  label,
  cells,
  states,
}: CoverageStripProps['rows'][number] & Pick<CoverageStripProps, 'states'>) {
  const stateOf = (key: string) => states.find((state) => state.key === key);
  const first = states[0];
  const met = first ? cells.filter(({ state }) => state === first.key).length : 0;
  return (
    <>
      <span className="max-w-48 truncate" title={label}>
        {label}
      </span>
      <span className="flex flex-wrap gap-0.5 pt-px">
        {cells.map(({ label: name, state: key }, index) => {
          const state = stateOf(key);
          const tone = state?.tone ?? 'neutral';
          return (
            <svg key={index} aria-hidden width="12" height="14">
              <rect
                x="0.5"
                y="0.5"
                width="11"
                height="13"
                rx="2"
                className={clsx(state?.hollow || !state ? outlines[tone] : fillTone[tone])}
              >
                <title>{`${name}: ${state?.label ?? key}`}</title>
              </rect>
            </svg>
          );
        })}
      </span>
      <span className="text-right text-muted">
        {met} of {cells.length}
      </span>
    </>
  );
}
