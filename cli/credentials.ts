import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { badData, type Terminal } from './terminal';

/** What `login` keeps, in a file that nobody else may read. */
const Credentials = z.object({
  url: z.string(),
  email: z.string(),
  session: z.string(),
  expiresAt: z.string(),
  /** PEM of the key that signs the gate's decisions, as it was when the person signed in. */
  gateKey: z.string(),
});
export type Credentials = z.infer<typeof Credentials>;

/** countersign/credentials.json in the operating system's folder for settings. */
export function credentialsFile({ env }: Terminal): string {
  const home = env['HOME'] ?? homedir();
  const xdg = env['XDG_CONFIG_HOME'];
  const folder =
    platform() === 'win32'
      ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
      : xdg ||
        (platform() === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.config'));
  return join(folder, 'countersign', 'credentials.json');
}

/** Null when nobody has signed in here. */
export async function readCredentials(terminal: Terminal): Promise<Credentials | null> {
  const path = credentialsFile(terminal);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw badData(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (text === null) return null;
  try {
    return Credentials.parse(JSON.parse(text));
  } catch {
    throw badData(`${path} is damaged; sign in again with countersign login`);
  }
}

/** Writes beside the file and renames, so that a full disk leaves the old one. */
export async function writeCredentials(terminal: Terminal, credentials: Credentials): Promise<string> {
  const path = credentialsFile(terminal);
  const next = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(next, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw badData(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return path;
}
