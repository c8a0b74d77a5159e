import { refreshCoverage } from '@/server/coverage/commands';
import { getCoverage, getCoverageTrend } from '@/server/coverage/queries/coverage';
import { listWeakSpots } from '@/server/coverage/queries/weak-spots';
import { csv } from '@/server/reports/rules/csv';
import { route } from '../route';

const tag = 'Coverage';
type Coverage = Awaited<ReturnType<typeof getCoverage>>;

const header = [
  'system_id',
  'system',
  'framework',
  'applicable',
  'met',
  'blocking',
  'stale',
  'share',
  'recorded_at',
];
const linesOf = ({ rows }: Coverage) =>
  rows.flatMap(({ systemId, system, cells }) =>
    cells.map(({ framework, applicable, met, blocking, stale, share, recordedAt }) => [
      ...[systemId, system, framework, applicable, met, blocking, stale],
      ...[share === null ? '' : share.toFixed(4), recordedAt.toISOString()],
    ]),
  );

export const coverageRoutes = [
  route({
    method: 'get',
    path: '/coverage',
    tag,
    summary: 'Frameworks by systems as last recorded, the most blocked first, with the widest gaps',
    operation: getCoverage,
  }),
  route({
    method: 'get',
    path: '/coverage.csv',
    tag,
    summary: 'The same as CSV, one line for each system and framework; ask for up to 2000 systems by `limit`',
    operation: getCoverage,
    respond: (result) =>
      new Response(csv(header, linesOf(result)), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="coverage.csv"',
          'cache-control': 'no-store',
        },
      }),
  }),
  route({
    method: 'get',
    path: '/coverage/trend',
    tag,
    summary: 'Controls met of those that apply at the end of each day, from recorded states',
    operation: getCoverageTrend,
  }),
  route({
    method: 'get',
    path: '/coverage/weak-spots',
    tag,
    summary: 'Where the organisation is weak, the gravest first',
    operation: listWeakSpots,
  }),
  route({
    method: 'post',
    path: '/coverage/refresh',
    tag,
    summary: 'Look at all systems now instead of with the next round',
    operation: refreshCoverage,
  }),
];
