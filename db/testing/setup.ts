import { rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import postgres from 'postgres';
import { bossFor, installQueues } from '@/server/jobs/worker';
import { connect } from '../client';
import { migrate } from '../migrate';
import { serveInProcess, template, withDatabase } from './database';

declare module 'vitest' {
  export interface ProvidedContext {
    snapshot: string;
  }
}

/** Migrates once: on Postgres into a template database, embedded into a dump that each test file loads. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) {
    await buildTemplate(url);
    return async () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  const database = await PGlite.create('memory://');
  const served = await serveInProcess(database);
  const db = connect({ kind: 'embedded', socketPath: served.socketPath });
  await prepare(db, undefined);
  await db.$client.end();
  await served.stop();
  const snapshot = join(folder, 'snapshot.tar');
  writeFileSync(snapshot, Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer()));
  await database.close();
  project.provide('snapshot', snapshot);
  return async () => rmSync(folder, { recursive: true, force: true });
}

async function buildTemplate(url: string): Promise<void> {
  const root = postgres(url, { max: 1, onnotice: () => {} });
  await root.unsafe(`drop database if exists ${template} with (force)`);
  await root.unsafe(`create database ${template}`);
  await root.end();
  const address = withDatabase(url, template);
  const db = connect({ kind: 'postgres', url: address, maxConnections: 2 });
  await prepare(db, address);
  await db.$client.end();
}

async function prepare(db: ReturnType<typeof connect>, url: string | undefined): Promise<void> {
  await migrate(db, 'db/migrations');
  const boss = bossFor(db, url);
  await installQueues(boss, db);
  await boss.stop({ graceful: false, wait: true });
}
