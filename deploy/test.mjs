import { parseArgs } from 'node:util';
import { install } from './install.mjs';
import { root } from './run.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
process.chdir(root);
try {
  await install();
  const { test } = await import('./tests/main.mjs');
  process.exitCode = (await test(values.only?.split(','))) > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
