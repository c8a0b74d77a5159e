import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { benchDatabase } from './database';
import { atMost, skipped } from './harness';

const port = 3900 + (process.pid % 90);
const url = `http://127.0.0.1:${port}`;
const idleMs = 3000;

interface Started {
  readonly ms: number;
  readonly megabytes: number;
}

/** Ids of a process and of all that it started. */
function family(id: number): number[] {
  const parentOf = (each: string) => {
    try {
      return Number(readFileSync(`/proc/${each}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
    } catch {
      return -1;
    }
  };
  const children = readdirSync('/proc').filter((each) => /^\d+$/.test(each) && parentOf(each) === id);
  return [id, ...children.flatMap((each) => family(Number(each)))];
}

const residentMegabytes = (id: number): number =>
  family(id)
    .map((each) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0))
    .reduce((sum, kB) => sum + kB, 0) / 1024;

async function firstPage(hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return void (await response.text());
    if (hasEnded()) throw new Error('the server ended before it answered');
    await pause(25);
  }
}

/** Starts what `npm start` becomes once installed and built; ends it again. */
async function start(dataFolder: string, databaseUrl?: string): Promise<Started> {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    COUNTERSIGN_DATA: dataFolder,
    DATABASE_URL: databaseUrl ?? '',
  } as const;
  const began = performance.now();
  const child = spawn(process.execPath, ['.build/server.mjs'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await firstPage(() => child.exitCode !== null);
  const ms = performance.now() - began;
  await pause(idleMs);
  const megabytes = residentMegabytes(child.pid ?? 0);
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
  return { ms, megabytes };
}

function installedMegabytes(): number {
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { encoding: 'utf8' });
  const packages = listed.trim().split('\n').slice(1);
  const paths = [...packages, '.build/server.mjs', '.next/server', '.next/static'];
  return (
    Number(
      execFileSync('du', ['-sck', ...paths], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .at(-1)
        ?.split('\t')[0],
    ) / 1024
  );
}

async function measure(name: string, limitMegabytes: number, databaseUrl?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-p19-'));
  const first = await start(folder, databaseUrl);
  const second = await start(folder, databaseUrl);
  rmSync(folder, { recursive: true });
  atMost('P19', `${name}: first page on an empty data folder`, first.ms / 1000, 10, 's');
  atMost('P19', `${name}: first page of the second start (5 s must hold)`, second.ms / 1000, 3, 's');
  atMost('P19', `${name}: resident and idle after the second start`, second.megabytes, limitMegabytes, 'MB');
}

atMost('P19', 'production dependencies and build', installedMegabytes(), 400, 'MB');
await measure('embedded', 700);
const database = await benchDatabase('p19');
if (!database) skipped('P19', 'on Postgres: set TEST_DATABASE_URL');
else await measure('Postgres', 350, database.url).finally(() => database.drop());
