import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface EmbeddedDatabase {
  readonly socketPath: string;
  /** Resolves when the database process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

interface Lock {
  readonly pid: number;
  readonly socketPath: string;
}

/** Starts the embedded database on `folder` (0700), or throws when another process holds it.
 *  @param program path of the bundled `db/embedded/main.ts` */
export async function openEmbedded(folder: string, program: string): Promise<EmbeddedDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const socketPath = join(mkdtempSync(join(tmpdir(), 'countersign-')), 'db.sock');
  const lockFile = `${folder}.lock`;
  await takeLock(lockFile, folder, socketPath);
  const child = fork(program, [folder, socketPath], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  writeFileSync(lockFile, JSON.stringify({ pid: child.pid ?? process.pid, socketPath }), { mode: 0o600 });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child);
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(lockFile, { force: true });
  };
  return { socketPath, ended, close };
}

const ready = (child: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the embedded database ended with code ${code}`)));
  });

/** A killed server's database process ends within moments of it, so a held lock is asked a few times. */
async function takeLock(lockFile: string, folder: string, socketPath: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      writeFileSync(lockFile, JSON.stringify({ pid: process.pid, socketPath }), { flag: 'wx', mode: 0o600 });
      return;
    } catch {
      const holder = readLock(lockFile);
      if (holder && !(await isHeld(holder, lockFile))) rmSync(lockFile, { force: true });
      else await pause(250);
    }
  }
  throw new Error(
    `another Countersign process uses the data folder of ${folder}. Stop it first, or set COUNTERSIGN_DATA to another folder`,
  );
}

function readLock(lockFile: string): Lock | null {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as Lock;
  } catch {
    return null;
  }
}

const bootMs = 60_000;

/** Held while its socket answers, or while its process is still booting. An old lock whose process id lives on
 *  in another program is not held: ids are used again after a restart of the machine. */
async function isHeld({ pid, socketPath }: Lock, lockFile: string): Promise<boolean> {
  if (await answers(socketPath)) return true;
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age < bootMs && isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const answers = (socketPath: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
