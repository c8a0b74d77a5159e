import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node } from '../run.mjs';
import { folders, isCode, sourceFiles } from './sources.mjs';

const describe = ({ rule, from, to, cycle }) =>
  `${rule.name}: ${from} → ${cycle?.length ? cycle.map(({ name }) => name).join(' → ') : to}`;

/** The dependency rules. A cruiser that cannot read TypeScript finds no modules and is content, so every
 *  source file must be among the modules it cruised, and imports among them must have been followed. */
export async function boundaries(root) {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const { output } = await node(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...present],
    { cwd: root, quiet: true },
  );
  const { modules, summary } = JSON.parse(output.slice(output.indexOf('{')));
  const cruised = new Set(modules.map(({ source }) => source));
  const own = sourceFiles(root).filter(
    (path) => isCode(path) && !path.endsWith('.css') && !path.endsWith('.d.ts'),
  );
  const missed = own.filter((path) => !cruised.has(path));
  const followed = summary.totalDependenciesCruised;
  const problems = [
    ...summary.violations.filter(({ rule }) => rule.severity === 'error').map(describe),
    ...missed.map((path) => `${path} was not cruised`),
    ...(followed < own.length / 2 ? [`only ${followed} imports of ${own.length} files were followed`] : []),
  ];
  return { problems, notes: [`${own.length} files, ${followed} imports`] };
}
