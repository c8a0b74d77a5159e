import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { root } from './run.mjs';

/** Next's bundler knows this marker; in plain Node it would throw. */
const serverOnly = {
  name: 'server-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

const common = {
  absWorkingDir: root,
  outdir: '.build',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  jsx: 'automatic',
  plugins: [serverOnly],
  metafile: true,
  logLevel: 'silent',
};

/** TypeScript programs of ours, named by their output in .build/; packages stay packages. */
export const bundlePrograms = (entryPoints) =>
  build({ ...common, entryPoints, packages: 'external', sourcemap: true });

/** Ends esbuild's own process, which would otherwise live as long as ours. */
export const endBundler = stop;

/** CommonJS packages inside of a bundle ask for Node's modules this way. */
const withRequire =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

/** The listening process, the embedded database's process and the worker threads. */
export async function bundleServer() {
  await bundlePrograms({
    server: 'server/http/main.ts',
    'embedded-database': 'db/embedded/main.ts',
    'pdf-worker': 'server/reports/adapters/pdf-worker.ts',
  });
  await bundleRunThreads();
}

/** With their packages inside, because a hundred small files load slowly; but without the vocabularies that only scoring
 *  reads, which stay packages. */
const bundleRunThreads = () =>
  build({
    ...common,
    entryPoints: {
      'summary-worker': 'server/evaluations/jobs/summary-worker.ts',
      'call-worker': 'server/integrations/adapters/call-worker.ts',
    },
    external: ['js-tiktoken/*'],
    minifyWhitespace: true,
    sourcemap: true,
    banner: { js: withRequire },
  });

/** The command line and the verifier: one file each that runs without node_modules. */
export async function bundleCommandLine() {
  await build({
    ...common,
    entryPoints: { countersign: 'cli/countersign.ts' },
    banner: { js: `#!/usr/bin/env node\n${withRequire}` },
  });
  const { metafile } = await build({
    ...common,
    entryPoints: { 'countersign-verify': 'cli/verify/entry.ts' },
    banner: { js: '#!/usr/bin/env node' },
  });
  assertNodeOnly(metafile);
  for (const name of ['countersign', 'countersign-verify'])
    chmodSync(join(root, `.build/${name}.mjs`), 0o755);
}

/** Whoever checks a bundle trusts one readable file and Node, nothing that was installed. */
function assertNodeOnly({ inputs, outputs }) {
  const packages = Object.keys(inputs).filter((path) => path.includes('node_modules/'));
  const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const foreign = [...packages, ...imports.filter((path) => !path.startsWith('node:'))];
  if (foreign.length > 0) throw new Error(`cli/verify may use node: modules only, not ${foreign.join(', ')}`);
}
