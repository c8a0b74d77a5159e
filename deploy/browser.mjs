import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { node, run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macs = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const advice = 'Install Chromium or Chrome and name it: CHROMIUM_PATH=/path/to/chromium npm test';

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const onThePath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .concat(macs)
    .find(isProgram);

async function ofPlaywright() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

export const mayUseApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Debian packages, waiting for another apt on the machine; the list of packages is fetched when missing. */
export async function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  const add = () =>
    run('apt-get', [...lock, 'install', '-y', '--no-install-recommends', ...packages], { env, quiet: true });
  if ((await add()).code === 0) return true;
  await run('apt-get', [...lock, 'update'], { env, quiet: true });
  return (await add()).code === 0;
}

/** Path of a Chromium: a named one, the system's, Debian's package, Playwright's own; else an error that says
 *  how to get one. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !isProgram(named)) throw new Error(`CHROMIUM_PATH is not a program: ${named}. ${advice}`);
  const present = named ?? onThePath() ?? (await ofPlaywright());
  if (present) return present;
  console.log('Getting a browser ...');
  if (mayUseApt() && (await aptInstall('chromium'))) return onThePath();
  const { output } = await node('@playwright/test/cli.js', ['install', 'chromium'], { quiet: true });
  const own = await ofPlaywright();
  if (own) return own;
  throw new Error(`No browser for the journeys. ${advice}\nPlaywright's own could not be had:\n${output}`);
}
