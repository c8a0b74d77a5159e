import { sql } from 'drizzle-orm';
import { listReleases } from '@/server/releases/queries/releases';
import type { Ctx } from '@/server/kernel/context';
import { createSystem } from '@/server/systems/commands';
import { noServer } from './database';
import { atMost, median, skipped } from './harness';
import { openPortal, type Portal } from './portal';

const count = 100_000;
const systems = 50;
const limitMs = 50;
const rounds = 40;

type Asked = Parameters<typeof listReleases>[1];
const asked = (filter: object): Asked => listReleases.input.parse({ limit: 50, ...filter });

/** Valid rows, put in by the table's owner with the triggers off: no command makes 100,000 releases quickly. */
async function seed({ db, as }: Portal): Promise<string> {
  const owner = as('ml_engineer');
  const ids: string[] = [];
  for (let n = 0; n < systems; n += 1) {
    const input = createSystem.input.parse({ name: `system-${n}`, purpose: 'A purpose' });
    ids.push((await createSystem(owner, input)).id);
  }
  const parts = JSON.stringify({
    modelVersionIds: [],
    promptVersionIds: [],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    frameworks: ['gdpr'],
    config: {},
  });
  const { orgId } = owner.actor;
  await db.transaction(async (tx) => {
    await tx.execute(sql.raw('set local session_replication_role = replica'));
    await tx.execute(sql`
      insert into countersign.releases
        (id, org_id, system_id, version, summary, state, digest, parts, authors, created_by, created_at)
      select 'rel_' || md5(n::text), ${orgId}::text, (string_to_array(${ids.join(',')}, ','))[1 + n % ${systems}::int],
        '1.' || n, 'What changed in release ' || n,
        case when n % 1000 = 7 then 'withdrawn' when n % 10 = 3 then 'submitted' else 'draft' end,
        case when n % 1000 = 7 or n % 10 = 3 then encode(sha256(n::text::bytea), 'hex') end, ${parts}::jsonb,
        array['per_ml_engineer'], 'per_ml_engineer', now() - make_interval(secs => (${count}::int - n)::double precision)
      from generate_series(1, ${count}::int) n`);
  });
  await db.execute(sql.raw('analyze countersign.releases'));
  return ids[systems / 2] ?? '';
}

/** The slowest twentieth of the answers begins here, in milliseconds. */
async function slow(ctx: () => Ctx, input: Asked): Promise<{ p95: number; half: number }> {
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const began = performance.now();
    await listReleases(ctx(), input);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { p95: times[Math.floor(rounds * 0.95)] ?? Number.NaN, half: median(times) };
}

/** The cursor of the page that begins behind so many releases. */
async function cursorBehind({ db, as }: Portal, skippedRows: number): Promise<string | undefined> {
  const [row] = await db.execute<{ at: string }>(
    sql`select created_at::text as at from countersign.releases order by created_at desc, id desc
        offset ${skippedRows} limit 1`,
  );
  const key = [new Date(row?.at ?? 0).toISOString(), '~'];
  const page = await listReleases(as('viewer'), asked({ limit: 1 }));
  return page.nextCursor === null ? undefined : Buffer.from(JSON.stringify(key)).toString('base64url');
}

async function measure(portal: Portal): Promise<void> {
  const systemId = await seed(portal);
  const pages: readonly [string, object][] = [
    ['first page', {}],
    ['middle page', { cursor: await cursorBehind(portal, count / 2) }],
    ['last page', { cursor: await cursorBehind(portal, count - 20) }],
    ['of one system', { systemId }],
    ['last page of one system', { systemId, cursor: await cursorBehind(portal, count - 500) }],
    ['in a rare state', { state: 'withdrawn' }],
    ['in a state without any', { state: 'frozen' }],
    ['search that finds', { search: '99' }],
    ['search that finds nothing', { search: 'nowhere' }],
  ];
  for (const role of ['administrator', 'viewer'] as const) {
    for (const [name, filter] of pages) {
      const { p95, half } = await slow(() => portal.as(role), asked(filter));
      const what = `${count} releases, ${role}, ${name}: median ${half.toFixed(1)} ms, p95`;
      atMost('LIST', what, p95, limitMs, 'ms');
    }
  }
}

const portal = await openPortal('list');
if (!portal) skipped('LIST', noServer);
else await measure(portal).finally(portal.close);
