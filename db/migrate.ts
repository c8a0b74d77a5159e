import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from './client';

/** Applies the SQL files of `folder` in name order, each once and in its own transaction; a file that changed
 *  after it was applied is an error, because the database would no longer be what the files say. */
export async function migrate(db: Db, folder: string): Promise<string[]> {
  const applied = await appliedMigrations(db);
  const done: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(join(folder, name), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const before = applied.get(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new Error(`migration ${name} was changed after it had been applied`);
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(7261001)`);
      await tx.execute(sql.raw(text));
      await tx.execute(sql`insert into countersign.migrations (name, sha256) values (${name}, ${sha256})`);
    });
    done.push(name);
  }
  return done;
}

async function appliedMigrations(db: Db): Promise<Map<string, string>> {
  const [found] = await db.execute<{ there: boolean }>(
    sql`select to_regclass('countersign.migrations') is not null as there`,
  );
  if (!found?.there) return new Map();
  const rows = await db.execute<{ name: string; sha256: string }>(
    sql`select name, sha256 from countersign.migrations`,
  );
  return new Map(rows.map((row) => [row.name, row.sha256]));
}
