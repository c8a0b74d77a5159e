import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenChanged } from './build.mjs';
import { install } from './install.mjs';
import { root, run } from './run.mjs';

/** Benchmarks are files bench/ID-what-it-measures.ts, e.g. bench/p16-gate.ts for `npm run bench -- P16`. */
const folder = join(root, 'bench');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => /^p\d+[a-z]?-[a-z0-9-]+\.ts$/.test(name))
  .map((name) => name.replace(/\.ts$/, ''));
const [id, ...rest] = process.argv.slice(2);
const name = names.find((candidate) => candidate.split('-')[0] === id?.toLowerCase());
if (!name) {
  console.error(`Usage: npm run bench -- ID\n${names.map((known) => `  ${known}`).join('\n')}`);
  process.exit(64);
}

process.chdir(root);
await install();
await buildWhenChanged();
const { bundlePrograms } = await import('./bundle.mjs');
await bundlePrograms({ [`bench/${name}`]: `bench/${name}.ts` });
const { code } = await run(process.execPath, ['--expose-gc', `.build/bench/${name}.mjs`, ...rest]);
process.exitCode = code;
