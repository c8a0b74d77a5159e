import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { Sweepable } from '@/server/kernel/context';
import { log } from '@/server/kernel/log';

const firstAfterMs = 60_000;
const everyMs = 6 * 3_600_000;
/** An upload becomes a row within minutes; a file that no row names after a day never will be named. */
const graceMs = 24 * 3_600_000;

/** Which of these files any organisation's rows name. */
export async function filesInUse(db: Db, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ sha256: string }>(
    sql`select countersign.files_in_use(string_to_array(${sha256s.join(',')}, ',')) as sha256`,
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Removes the files of uploads that came to nothing, answers kept for repeated requests (seven days) and prepared
 *  statements that nobody signed (a day). Answers how many of each went. */
export async function keepHouse(db: Db, files: Sweepable): Promise<{ files: number; rows: number }> {
  const removed = await files.sweep(graceMs, (sha256s) => filesInUse(db, sha256s));
  const [row] = await db.execute<{ rows: string }>(sql`select countersign.forget_old() as rows`);
  return { files: removed, rows: Number(row?.rows ?? 0) };
}

/** Keeps house a minute after the start and then every six hours. */
export function startHousekeeping(db: Db, files: Sweepable): { stop(): void } {
  const once = () =>
    keepHouse(db, files).then(
      (went) => went.files + went.rows > 0 && log('info', 'housekeeping', went),
      (error: unknown) => log('error', 'housekeeping failed', { error }),
    );
  const first = setTimeout(once, firstAfterMs).unref();
  const again = setInterval(once, everyMs).unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(again);
    },
  };
}
