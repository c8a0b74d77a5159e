import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const debian = '/usr/lib/postgresql';

/** Folder of the newest Postgres that Debian's packages installed. */
function programs() {
  const versions = existsSync(debian) ? readdirSync(debian).filter((name) => /^\d+$/.test(name)) : [];
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  return newest ? `${debian}/${newest}/bin` : undefined;
}

/** Postgres refuses to run as root: then it runs as the user that came with the package. */
async function account() {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag) => Number((await run('id', [flag, 'postgres'], { quiet: true })).output);
  return { uid: await id('-u'), gid: await id('-g') };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function untilReady(bin, port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { code } = await run(`${bin}/pg_isready`, ['-q', '-h', '127.0.0.1', '-p', String(port)], {
      quiet: true,
    });
    if (code === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Postgres did not start within 10 s');
}

/** A new cluster in `folder`; the data are thrown away, so nothing has to survive a power cut. */
async function startCluster(bin, owner, folder, port) {
  const data = `${folder}/data`;
  const initdb = `-D ${data} -U postgres -A trust -E UTF8 --locale=C --no-sync`.split(' ');
  const { code, output } = await run(`${bin}/initdb`, initdb, { ...owner, quiet: true });
  if (code !== 0) throw new Error(`initdb failed: ${output}`);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=200',
  ];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const child = spawn(`${bin}/postgres`, ['-D', data, ...flags], { ...owner, stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGQUIT'));
  await untilReady(bin, port);
  return child;
}

/** A Postgres for the time of the tests: that of DATABASE_URL, else a throw-away cluster of Debian's package.
 *  @returns {Promise<{ url: string, stop(): Promise<void> } | { reason: string }>} */
export async function startPostgres() {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const bin = programs();
  if (!bin) return { reason: 'no DATABASE_URL, and no Postgres server of a Debian package on this machine' };
  const owner = { ...(await account()), cwd: '/' };
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const port = await freePort();
  const child = await startCluster(bin, owner, folder, port);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}
