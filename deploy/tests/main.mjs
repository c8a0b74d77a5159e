import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresFor, steps } from './steps.mjs';

/** A step that throws has failed once. */
async function attempt(step, surroundings) {
  try {
    return await step(surroundings);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function report(results) {
  const skipped = results.flatMap(({ skipped: titles }) => titles);
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((title) => `  ${title}`).join('\n')}`);
  console.log('');
  for (const { name, passed, failed, seconds } of results)
    console.log(`${name.padEnd(10)}${passed} passed, ${failed} failed in ${seconds} s`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed');
}

/** Runs the named steps (all by default) and prints `N passed, N failed` as the last line.
 *  @returns {Promise<number>} how many failed */
export async function test(names = Object.keys(steps)) {
  const unknown = names.find((name) => !(name in steps));
  if (unknown) throw new Error(`There is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}`);
  const reports = mkdtempSync(join(tmpdir(), 'countersign-reports-'));
  const postgres = await postgresFor(names);
  const results = [];
  for (const name of names) {
    console.log(`\n── ${name}`);
    const begun = Date.now();
    const tally = await attempt(steps[name], { reports, postgres });
    results.push({ name, ...tally, seconds: Math.round((Date.now() - begun) / 1000) });
  }
  await postgres.stop?.();
  rmSync(reports, { recursive: true, force: true });
  return report(results);
}
