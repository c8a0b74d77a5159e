import { join } from 'node:path';
import { findBrowser } from '../browser.mjs';
import { buildWhenChanged } from '../build.mjs';
import { check } from '../check.mjs';
import { read, sourceFiles, isTest } from '../checks/sources.mjs';
import { startPostgres } from '../postgres.mjs';
import { node, root } from '../run.mjs';
import { tallyOfPlaywright, tallyOfVitest } from './tally.mjs';

/** What the tests themselves see: no database or data folder of the person who runs them. */
export function testEnv(extra = {}) {
  const own = /^(DATABASE_|COUNTERSIGN_|OIDC_|PORT$|HOST$|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: '1', ...extra };
}

async function vitest(report, env, files = []) {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  await node('vitest/vitest.mjs', ['run', ...reporters, ...files], { env: testEnv(env) });
  return tallyOfVitest(report);
}

const usesDatabase = (path) =>
  isTest(path) && path.endsWith('.test.ts') && /db\/testing\/|TEST_DATABASE_URL/.test(read(root, path));

async function journeys(report, { postgres }) {
  const env = testEnv({
    CHROMIUM_PATH: await findBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    ...(postgres.url && { TEST_DATABASE_URL: postgres.url }),
  });
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=line,json'];
  await node('@playwright/test/cli.js', args, { env });
  return tallyOfPlaywright(report);
}

/** Everything that `npm test` does, in order. Each step answers what passed, failed and was skipped. */
export const steps = {
  check: async () => ({ ...(await check()), skipped: [] }),
  unit: ({ reports }) => vitest(join(reports, 'unit.json'), {}),
  postgres: ({ reports, postgres }) =>
    postgres.url
      ? vitest(
          join(reports, 'postgres.json'),
          { TEST_DATABASE_URL: postgres.url },
          sourceFiles(root).filter(usesDatabase),
        )
      : { passed: 0, failed: 0, skipped: [`ALL TESTS ON POSTGRES: ${postgres.reason}`] },
  build: async () => {
    await buildWhenChanged();
    return { passed: 1, failed: 0, skipped: [] };
  },
  journeys: ({ reports, postgres }) => journeys(join(reports, 'journeys.json'), { postgres }),
};

const needsPostgres = (names) => names.includes('postgres') || names.includes('journeys');

/** The database server that the steps of these names share. */
export const postgresFor = async (names) =>
  needsPostgres(names) ? startPostgres() : { reason: 'not asked for' };
