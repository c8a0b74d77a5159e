/* Pictures of every kind of page of a running server, for looking at them. By hand:
 *   node e2e/screens.mjs http://localhost:3000 E-MAIL PASSWORD FOLDER [path ...]
 * Without paths it follows the links of the pages and takes each kind once; ids do not make another kind. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const [url, email, password, folder = '/tmp/screens', ...given] = process.argv.slice(2);
if (!url || !email || !password) throw new Error('Give an address, an e-mail address and a password.');
const sizes = [1440, 820].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));
const tallest = 2600;

const kindOf = (path) =>
  path
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/\b[a-z]{2,4}_[0-9a-z-]{8,}/g, ':id')
    .replace(/(from|to|entity|digest)=[^&]+/g, '$1=')
    .replace(/^\/evaluators\/.+/, '/evaluators/:id');
const isFollowed = (path) =>
  path.startsWith('/') && !/^\/(api|sign-out)|[?&](cursor|sort|by|event|q)=/.test(path);
const fileOf = (path) =>
  kindOf(path)
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '') || 'overview';

mkdirSync(folder, { recursive: true });
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ baseURL: url });
const page = await context.newPage();
const said = [];
page.on('console', (message) => message.type() === 'error' && said.push(`${page.url()}: ${message.text()}`));
page.on('pageerror', (error) => said.push(`${page.url()}: ${error.message}`));

await page.goto('/sign-in');
await page.getByLabel('E-mail address').fill(email);
await page.getByLabel('Password').fill(password);
await page.getByRole('button', { name: 'Sign in', exact: true }).click();
await page.waitForURL(({ pathname }) => pathname !== '/sign-in');

const follows = given.length === 0;
const waiting = follows ? ['/'] : given;
const seen = new Set(waiting.map(kindOf));
const perFolder = new Map();
for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(250);
  if (follows) {
    for (const href of await page.$$eval('a[href]', (links) => links.map((a) => a.getAttribute('href')))) {
      const kind = kindOf(href);
      const group = kind.replace(/(\/[^/?]+)$/, '');
      const many = kind.split('/').length > 3 && (perFolder.get(group) ?? 0) >= 8;
      if (!isFollowed(href) || seen.has(kind) || many) continue;
      perFolder.set(group, (perFolder.get(group) ?? 0) + 1);
      seen.add(kind);
      waiting.push(href);
    }
  }
  for (const { width, scheme } of sizes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(220);
    const { tall, wide } = await page.evaluate(() => ({
      tall: document.documentElement.scrollHeight,
      wide: document.documentElement.scrollWidth,
    }));
    if (wide > width) said.push(`${path}: ${wide} px wide at ${width}`);
    const name = `${fileOf(path)}.${width}.${scheme}.png`;
    const clip = { x: 0, y: 0, width, height: Math.min(tall, tallest) };
    await page.screenshot({ path: join(folder, name), clip, fullPage: true });
  }
  console.log(path);
}
await browser.close();
if (said.length > 0) console.log(`\nSaid by the pages:\n${[...new Set(said)].join('\n')}`);
