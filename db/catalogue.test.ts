import { sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import * as bias from './schema/bias';
import * as checklists from './schema/checklists';
import * as coverage from './schema/coverage';
import * as evaluations from './schema/evaluations';
import * as gates from './schema/gates';
import * as identity from './schema/identity';
import * as judges from './schema/judges';
import * as kernel from './schema/kernel';
import * as prompts from './schema/prompts';
import * as registry from './schema/registry';
import * as releases from './schema/releases';
import * as reports from './schema/reports';
import * as reviews from './schema/reviews';
import * as signoff from './schema/signoff';
import * as systems from './schema/systems';
import * as tasks from './schema/tasks';
import { db } from './testing/world';
import unaudited from './unaudited.json';

const modules = [
  ...[bias, checklists, coverage, evaluations, gates, identity, judges, kernel],
  ...[prompts, registry, releases, reports, reviews, signoff, systems, tasks],
];

/** The log itself, and what the migrations keep of themselves. */
const ofTheLog = /^(audit_|logs$|migrations$)/;

describe('the catalogue of the database', () => {
  it('has the commit lock on every table that is not listed as unaudited with a reason', async () => {
    const rows = await db.execute<{ name: string; locked: boolean }>(sql`
      select c.relname as name, exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_audited') as locked
      from pg_class c where c.relnamespace = 'countersign'::regnamespace and c.relkind = 'r'`);
    const open = rows.filter(({ name, locked }) => !locked && !ofTheLog.test(name)).map(({ name }) => name);
    expect(open.sort()).toEqual(Object.keys(unaudited).sort());
  });

  it('keeps organisations apart by row-level security on every table of theirs', async () => {
    const rows = await db.execute<{ name: string }>(sql`
      select c.relname as name from pg_class c where c.relnamespace = 'countersign'::regnamespace and c.relkind = 'r'
        and not c.relrowsecurity and exists (select 1 from information_schema.columns k
          where k.table_schema = 'countersign' and k.table_name = c.relname and k.column_name = 'org_id')`);
    // The integrator works over all organisations; the application may not read what waits for it.
    expect(rows.map(({ name }) => name)).toEqual(['audit_pending']);
  });

  it('has every column that the Drizzle schema names', async () => {
    const rows = await db.execute<{ name: string }>(sql`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'countersign'`);
    const there = new Set(rows.map(({ name }) => name));
    const tables = modules.flatMap((module) =>
      Object.values(module).filter((value) => value instanceof PgTable),
    );
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const named = tables.flatMap((table) => {
      const { name, columns } = getTableConfig(table);
      return columns.map((column) => `${name}.${snake(column.name)}`);
    });
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((name) => !there.has(name))).toEqual([]);
  });

  it('lets the application change nothing of the log', async () => {
    const rows = await db.execute<{ grant: string }>(sql`
      select table_name || ' ' || privilege_type as grant from information_schema.role_table_grants
      where grantee = 'countersign_app' and table_schema = 'countersign'
        and table_name ~ '^(audit_|logs)' and privilege_type <> 'SELECT'`);
    expect(rows.map(({ grant }) => grant)).toEqual([]);
  });
});
