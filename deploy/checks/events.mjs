import { isTest, read, sourceFiles } from './sources.mjs';

const declaration = /^ {2}events?: (\[[^\]]*\]|'[^']+')/gm;

/** Every event that a command may leave is named by a test, which thereby says when it is left. */
export function events(root) {
  const paths = sourceFiles(root).filter((path) => path.endsWith('.ts'));
  const declared = paths
    .filter((path) => path.startsWith('server/') && !isTest(path))
    .flatMap((path) =>
      [...read(root, path).matchAll(declaration)]
        .flatMap(([, list]) => [...list.matchAll(/'([^']+)'/g)])
        .map(([, event]) => ({ path, event })),
    );
  const tests = paths.filter(isTest).map((path) => read(root, path));
  const named = new Set(tests.flatMap((text) => text.match(/'[a-z_]+\.[a-z_-]+'/g) ?? []));
  const problems = declared
    .filter(({ event }) => !named.has(`'${event}'`))
    .map(({ path, event }) => `${path}: no test names the event "${event}"`);
  return { problems, notes: [`${new Set(declared.map(({ event }) => event)).size} kinds`] };
}
