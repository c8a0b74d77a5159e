import { buildWhenChanged } from './build.mjs';
import { install } from './install.mjs';
import { root } from './run.mjs';

/** Installs and builds what is missing, then becomes the server, in this process. */
export async function launch() {
  process.chdir(root);
  await install();
  await buildWhenChanged();
  process.env.NODE_ENV = 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  await import('../.build/server.mjs');
}
