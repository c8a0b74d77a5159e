import { isCode, sourceFiles } from './sources.mjs';

const notModules = ['kernel', 'trpc', 'http', 'jobs'];
const modulesWithAdapters = ['integrations', 'telemetry', 'reports', 'audit', 'identity'];
const moduleFile = /^(schema|rules|queries|commands|router|jobs)(\.ts|\/[a-z0-9-]+\.ts)$/;
const testFile = /^([a-z]+\/)?[a-z0-9-]+\.test\.ts$/;
const adapterFile = /^adapters\/([a-z0-9-]+\/)?[a-z0-9-]+\.ts$/;
const vague = /(^|\/)(utils?|helpers?|services?|managers?|common|misc|index)(\/|\.[a-z.]+$)/;
const word = '[a-z0-9]+(-[a-z0-9]+)*';
/** Kebab-case, with dots in files and Next's marks on folders: (group), _private, [parameter]. */
const kebab = new RegExp(
  `^(${word}(\\.${word})*|\\(${word}\\)|_${word}|\\[{1,2}(\\.{3})?[a-zA-Z]+\\]{1,2})$`,
);

function mayStandInModule(module, file) {
  if (module === 'audit' && file === 'integrator.ts') return true;
  if (modulesWithAdapters.includes(module) && adapterFile.test(file)) return true;
  return moduleFile.test(file) || testFile.test(file);
}

/** File names: six words per module of server/, kebab-case everywhere, no names that say nothing. */
export function vocabulary(root) {
  const problems = [];
  for (const path of sourceFiles(root).filter(isCode)) {
    const [top, module = '', ...rest] = path.split('/');
    if (vague.test(path)) problems.push(`${path}: this name says nothing about what is inside`);
    if (!path.split('/').every((part) => kebab.test(part))) problems.push(`${path}: names are kebab-case`);
    if (top !== 'server' || notModules.includes(module)) continue;
    if (rest.length === 0) problems.push(`${path}: a file of server/ belongs into a module`);
    else if (!mayStandInModule(module, rest.join('/')))
      problems.push(`${path}: a module has schema, rules, queries, commands, router, jobs and nothing else`);
  }
  return { problems, notes: [] };
}
