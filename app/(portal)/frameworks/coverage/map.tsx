import { percent } from '@/app/_lib/format';
import { paths, withQuery } from '@/app/_lib/paths';
import { HeatMap } from '@/app/_ui/charts/heat-map';
import { words } from '@/app/_ui/status-chip';
import type { Tone } from '@/app/_ui/tone';
import type { Api } from '@/server/trpc/caller';

type Wide = Awaited<ReturnType<Api['coverage']['get']>>;
type Row = Wide['rows'][number];
type Cell = Row['cells'][number];

/** Systems down, frameworks across; each cell opens the checklist behind it. */
export function CoverageMap({ wide: { rows, frameworks, systems } }: { wide: Wide }) {
  return (
    <>
      <HeatMap
        title="Coverage of systems by framework"
        corner="System"
        columns={frameworks.map(({ id }) => ({ key: id, label: words(id) }))}
        rows={rows.map((row) => ({
          key: row.systemId,
          label: row.system,
          href: paths.system(row.systemId),
          cells: Object.fromEntries(row.cells.map((cell) => [cell.framework, faceOf(row, cell)])),
        }))}
      />
      {systems > rows.length && (
        <p className="text-xs text-muted">
          The {rows.length} most blocked of {systems} systems; the CSV has all.
        </p>
      )}
    </>
  );
}

const faceOf = (
  { releaseId, environment, systemId }: Row,
  { framework, share, blocking, stale, met, applicable }: Cell,
) => ({
  text: percent(share, 0),
  tone: toneOf(share, blocking, stale),
  note: [
    `${met} of ${applicable}`,
    ...(blocking > 0 ? [`${blocking} block`] : []),
    ...(stale > 0 ? [`${stale} stale`] : []),
  ].join(', '),
  href:
    releaseId === null
      ? paths.systemFacts(systemId)
      : withQuery(paths.checklist(releaseId, environment), { framework }),
});

function toneOf(share: number | null, blocking: number, stale: number): Tone {
  if (share === null) return 'neutral';
  if (blocking > 0) return 'negative';
  return stale > 0 || share < 1 ? 'warning' : 'positive';
}
