import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'abuse/**/*.spec.ts'],
  outputDir: '../test-results',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: chromium, args: quiet },
    screenshot: 'only-on-failure',
  },
});
