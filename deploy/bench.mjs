import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenChanged } from './build.mjs';
import { install } from './install.mjs';
import { root, run } from './run.mjs';

/** Benchmarks are files bench/ID-what-it-measures.ts, e.g. bench/p16-gate.ts for `npm run bench -- P16`. */
const folder = join(root, 'bench');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => /^([pr]\d+[a-z]?|list|runs|text)-[a-z0-9-]+\.ts$/.test(name))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const [id, ...rest] = process.argv.slice(2);
const name = names.find((candidate) => candidate.split('-')[0] === id?.toLowerCase());
if (!name) {
  const rows = names
    .map((known) => known.split('-'))
    .map(([head, ...what]) => [head.toUpperCase(), what.join(' ')]);
  const list = rows.map(([head, what]) => `  ${head.padEnd(6)}${what}`).join('\n');
  console.log(`Usage: npm run bench -- ID [--pairs N]\n${list}`);
  process.exit(id === undefined ? 0 : 64);
}

process.chdir(root);
await install();
await buildWhenChanged();
const { bundlePrograms } = await import('./bundle.mjs');
// Beside the server, whose worker threads it starts as well.
await bundlePrograms({ [`bench-${name}`]: `bench/${name}.ts` });
const { code } = await run(process.execPath, ['--expose-gc', `.build/bench-${name}.mjs`, ...rest]);
process.exitCode = code;
