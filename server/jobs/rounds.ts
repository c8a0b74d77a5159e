import { sql } from 'drizzle-orm';
import type PgBoss from 'pg-boss';
import type { Db } from '@/db/client';
import { log } from '@/server/kernel/log';

const everyMs = 15 * 60_000;
const firstMs = 30_000;

/** Every open organisation, whichever one the connection stands in. */
export async function openOrganisations(db: Pick<Db, 'execute'>): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql.raw('select countersign.open_organisations() as id'));
  return rows.map(({ id }) => id);
}

/** Sends each named job to every organisation, again and again. One that still waits is not sent twice. */
export function startRounds(boss: PgBoss, db: Db, names: readonly string[]): { stop(): void } {
  const round = async () => {
    for (const id of await openOrganisations(db))
      for (const name of names)
        await boss.send(
          name,
          { orgId: id, payload: {} },
          { singletonKey: id, singletonSeconds: everyMs / 2000 },
        );
  };
  const safely = () => void round().catch((error: unknown) => log('error', 'round failed', { error }));
  const first = setTimeout(safely, firstMs);
  const timer = setInterval(safely, everyMs);
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
