import { sql } from 'drizzle-orm';
import { connect, type Db } from '@/db/client';
import { foundOrganisation } from '@/e2e/fixtures/organisation';
import type { RestClient } from '@/e2e/fixtures/rest';
import { startServer } from '@/e2e/fixtures/server';
import { benchDatabase, noServer } from './database';
import { atMost, median, skipped } from './harness';

const count = 100_000;
const systems = 50;
const limitMs = 50;
const rounds = 40;

type Query = Readonly<Record<string, string>>;

/** Valid rows, put in by the table's owner with the triggers off: no command makes 100,000 releases quickly. */
async function seed(db: Db, author: RestClient): Promise<string> {
  const made = [];
  for (let n = 0; n < systems; n += 1) {
    const body = { name: `system-${n}`, purpose: 'A purpose' };
    made.push(await author.must(author.post<{ id: string; orgId: string }>('/systems', body)));
  }
  const ids = made.map(({ id }) => id);
  const orgId = made[0]?.orgId ?? '';
  const parts = JSON.stringify({
    modelVersionIds: [],
    promptVersionIds: [],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    frameworks: ['gdpr'],
    config: {},
  });
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
  // As autovacuum leaves the table a minute later.
  await db.execute(sql.raw('vacuum analyze countersign.releases'));
  return ids[systems / 2] ?? '';
}

/** The slowest twentieth of the answers begins here, in milliseconds, over one kept-alive connection. */
async function slow(client: RestClient, query: Query): Promise<{ p95: number; half: number }> {
  const path = `/releases?${new URLSearchParams({ limit: '50', ...query })}`;
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const began = performance.now();
    await client.must(client.get(path));
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { p95: times[Math.floor(rounds * 0.95)] ?? Number.NaN, half: median(times) };
}

/** The cursor of the page that begins behind so many releases. */
async function cursorBehind(db: Db, skippedRows: number): Promise<string> {
  const [row] = await db.execute<{ at: string }>(
    sql`select created_at::text as at from countersign.releases order by created_at desc, id desc
        offset ${skippedRows} limit 1`,
  );
  const key = [new Date(row?.at ?? 0).toISOString(), '~'];
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

async function measure(url: string, db: Db): Promise<void> {
  const { administrator, author, viewer } = await foundOrganisation(url, {
    author: ['ml_engineer'],
    viewer: ['viewer'],
  });
  const systemId = await seed(db, author.rest);
  const pages: readonly [string, Query][] = [
    ['first page', {}],
    ['middle page', { cursor: await cursorBehind(db, count / 2) }],
    ['last page', { cursor: await cursorBehind(db, count - 20) }],
    ['of one system', { systemId }],
    ['last page of one system', { systemId, cursor: await cursorBehind(db, count - 500) }],
    ['in a rare state', { state: 'withdrawn' }],
    ['in a state without any', { state: 'frozen' }],
    ['search that finds', { search: '99' }],
    ['search that finds nothing', { search: 'nowhere' }],
  ];
  for (const [role, { rest }] of Object.entries({ administrator, viewer })) {
    for (const [name, query] of pages) {
      const { p95, half } = await slow(rest, query);
      const what = `${count} releases over REST, ${role}, ${name}: median ${half.toFixed(1)} ms, p95`;
      atMost('LIST', what, p95, limitMs, 'ms');
    }
  }
}

async function run(): Promise<void> {
  const database = await benchDatabase('list');
  if (!database) return skipped('LIST', noServer);
  const server = await startServer(database.url);
  const db = connect({ kind: 'postgres', url: database.url, maxConnections: 1 });
  await measure(server.url, db).finally(async () => {
    await db.$client.end();
    await server.stop();
    await database.drop();
  });
}

await run();
