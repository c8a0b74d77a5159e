import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Db } from '../client';

const prefix = process.env['TEST_DATABASE_PREFIX'] ?? 'countersign_test';
export const template = `${prefix}_template`;

export function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

export async function serveInProcess(database: PGlite) {
  const socketPath = join(tmpdir(), `cs-${randomUUID()}.sock`);
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 2 });
  await server.start();
  return { socketPath, stop: () => server.stop() };
}

/** A migrated database of its own for one test file. */
export async function testDatabase(): Promise<Db> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return connect({ kind: 'postgres', url: await cloneTemplate(url), maxConnections: 10 });
  const dump = new Blob([readFileSync(inject('snapshot'))]);
  const database = await PGlite.create({ dataDir: 'memory://', loadDataDir: dump });
  const { socketPath } = await serveInProcess(database);
  return connect({ kind: 'embedded', socketPath });
}

async function cloneTemplate(url: string): Promise<string> {
  const root = postgres(url, { max: 1, onnotice: () => {} });
  const name = `${prefix}_${process.env['VITEST_POOL_ID'] ?? '0'}`;
  await root.unsafe('select pg_advisory_lock(7261002)');
  await root.unsafe(`drop database if exists ${name} with (force)`);
  await root.unsafe(`create database ${name} template ${template}`);
  await root.end();
  return withDatabase(url, name);
}
