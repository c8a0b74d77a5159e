import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root } from './run.mjs';
import { digestOf, stamp } from './stamp.mjs';

const installed = stamp('node_modules/.countersign-installed');
const wanted = () => digestOf(['package-lock.json']);

/** `prepare` calls this at the end of every `npm ci`, also of one that a person started. */
export const markInstalled = () => installed.set(wanted());

/** Installs the packages of the lock file unless exactly these are there. */
export async function install() {
  if (installed.is(wanted()) && existsSync(join(root, 'node_modules/vitest'))) return;
  console.log('Installing packages (about half a minute) ...');
  const { code, output } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund'], { quiet: true });
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
  markInstalled();
}
