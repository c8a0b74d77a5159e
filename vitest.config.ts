import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': `${root}/db/testing/server-only.ts` } },
  test: {
    pool: 'forks',
    globalSetup: './db/testing/setup.ts',
    maxWorkers: 2,
    hookTimeout: 90_000,
    testTimeout: 30_000,
    include: ['{app,server,db,policies,evaluators,cli,deploy,bench,e2e}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.next/**', '.build/**'],
  },
});
