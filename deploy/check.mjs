import { parseArgs } from 'node:util';
import { boundaries } from './checks/boundaries.mjs';
import { events } from './checks/events.mjs';
import { licences } from './checks/licences.mjs';
import { sizes } from './checks/sizes.mjs';
import { vocabulary } from './checks/vocabulary.mjs';
import { words } from './checks/words.mjs';
import { root as here, node } from './run.mjs';

/** A check that another program makes: its output is the list of problems. */
async function program(path, args) {
  const { code, output } = await node(path, args, { quiet: true });
  return { problems: code === 0 ? [] : [output.trim()], notes: [] };
}

/** Page types are made first: without them tsc knows no PageProps. */
async function types() {
  const made = await program('next/dist/bin/next', ['typegen']);
  return made.problems.length > 0 ? made : program('typescript/bin/tsc', ['--noEmit', '-p', '.']);
}

export const checks = {
  types,
  lint: () => program('oxlint/bin/oxlint', ['--format', 'unix']),
  format: () => program('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  boundaries,
  vocabulary,
  sizes,
  words,
  events,
  licences,
};

/** Makes the named checks (all when none is named) and prints what each found.
 *  @returns {Promise<{ passed: number, failed: number }>} */
export async function check(names = [], root = here) {
  const tally = { passed: 0, failed: 0 };
  for (const name of names.length > 0 ? names : Object.keys(checks)) {
    const { problems, notes } = await checks[name](root);
    tally[problems.length === 0 ? 'passed' : 'failed'] += 1;
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}${notes.map((note) => `: ${note}`).join('')}`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  }
  return tally;
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { root: { type: 'string' } },
  });
  const { failed } = await check(positionals, values.root);
  process.exitCode = failed > 0 ? 1 : 0;
}
