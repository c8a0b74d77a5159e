import { node } from './run.mjs';
import { digestOf, stamp } from './stamp.mjs';

const sources = ['app', 'server', 'db', 'policies', 'evaluators', 'cli', 'public', 'proxy.ts'];
const settings = [
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
  'deploy/bundle.mjs',
];
const built = stamp('.build/built');

/** Builds pages, server and command line unless the sources are those of the last build. */
export async function buildWhenChanged() {
  const digest = digestOf([...sources, ...settings]);
  if (built.is(digest)) return;
  console.log('Building (about half a minute) ...');
  built.clear();
  const { bundleCommandLine, bundleServer, endBundler } = await import('./bundle.mjs');
  await Promise.all([bundleServer(), bundleCommandLine()]).finally(endBundler);
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { code, output } = await node('next/dist/bin/next', ['build'], { env, quiet: true });
  if (code !== 0) throw new Error(`next build failed:\n${output}`);
  built.set(digest);
}
