import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const trees: string[] = [];
afterAll(() => trees.splice(0).forEach((tree) => rmSync(tree, { recursive: true })));

/** What a check prints about a tree of these files. */
async function findings(check: string, files: Record<string, string>): Promise<string> {
  const tree = mkdtempSync(join(tmpdir(), 'countersign-checks-'));
  trees.push(tree);
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    copyFileSync(join(repository, name), join(tree, name));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const args = [join(repository, 'deploy/check.mjs'), check, '--root', tree];
  const ran = promisify(execFile)(process.execPath, args);
  return (await ran.catch((failed: { stdout: string }) => failed)).stdout;
}

/** rule, the file that breaks it, what it imports (a path of ours, or a package). */
const breaches = [
  ['app-talks-to-the-api-only', 'app/page.tsx', '@/server/releases/commands'],
  ['app-talks-to-the-api-only', 'app/page.tsx', '@/db/client'],
  ['api-routes-only-mount-sign-in-and-trpc', 'app/api/x/route.ts', '@/server/releases/queries'],
  ['ui-parts-are-domain-free', 'app/_ui/card.tsx', '@/policies/ability'],
  ['server-knows-no-screens', 'server/releases/queries.ts', '@/app/_lib/paths'],
  ['policies-are-pure', 'policies/releases.ts', '@/server/kernel/refusal'],
  ['policies-are-pure', 'policies/releases.ts', 'hono'],
  ['evaluators-are-pure', 'evaluators/text/equals.ts', 'openai'],
  ['evaluators-are-pure', 'evaluators/text/equals.ts', '@/policies/ability'],
  ['pure-code-uses-no-node', 'server/releases/rules.ts', 'node:crypto'],
  ['pure-code-uses-no-node', 'evaluators/text/equals.ts', 'node:fs'],
  ['db-knows-nobody', 'db/schema/releases.ts', '@/policies/ability'],
  ['sql-stays-in-the-server', 'cli/show.ts', 'postgres'],
  ['product-code-uses-no-development-packages', 'server/releases/queries.ts', 'fast-check'],
  ['everything-resolves', 'server/releases/queries.ts', './nowhere'],
  ['only-the-kernel-opens-the-database', 'server/releases/queries.ts', '@/db/client'],
  ['kernel-knows-no-modules', 'server/kernel/audit.ts', '@/server/releases/queries'],
  ['write-only-at-home', 'server/systems/commands/retire.ts', '@/db/schema/releases'],
  ['commands-never-call-commands-of-others', 'server/systems/commands.ts', '@/server/releases/commands'],
  ['commands-know-no-doors', 'server/systems/commands.ts', '@/server/http/api'],
  ['queries-only-read', 'server/releases/queries.ts', '@/server/releases/commands'],
  ['rules-are-pure', 'server/releases/rules/digest.ts', 'zod'],
  ['rules-are-pure', 'server/releases/rules.ts', '@/server/releases/commands'],
  ['rules-take-only-types-from-others', 'server/releases/rules.ts', '@/policies/ability'],
  ['schemas-are-contracts-only', 'server/releases/schema.ts', '@/db/client'],
  ['jobs-hold-no-sql', 'server/releases/jobs.ts', 'drizzle-orm'],
  ['jobs-call-their-own-commands', 'server/systems/jobs.ts', '@/server/releases/commands'],
  ['routers-hold-no-logic', 'server/systems/router.ts', 'zod'],
  ['routers-hold-no-logic', 'server/systems/router.ts', '@/server/releases/queries'],
  ['only-integrations-speak-to-the-outside', 'server/evaluations/jobs.ts', 'openai'],
  ['sign-in-library-stays-in-identity', 'server/http/api.ts', 'next-auth'],
  ['the-command-line-speaks-rest', 'cli/show.ts', '@/server/releases/queries'],
  ['the-verifier-needs-node-only', 'cli/verify/entry.ts', 'zod'],
  ['nobody-imports-benches-and-journeys', 'server/releases/queries.ts', '@/e2e/portal'],
] as const;

const targets = breaches.map(([, , to]) => to).filter((to) => to.startsWith('@/'));
const empty = Object.fromEntries(targets.map((to) => [`${to.slice(2)}.ts`, 'export const it = 1;\n']));

/** All breaches in one tree: the cruiser takes a second however small the tree is. */
function breached(): Record<string, string> {
  const files: Record<string, string> = { ...empty };
  breaches.forEach(([, from, to], index) => {
    files[from] = `${files[from] ?? ''}export * as it${index} from '${to}';\n`;
  });
  const half = (other: string) => `import type { T } from './${other}';\nexport type U = T;\n`;
  return { ...files, 'db/a.ts': half('b'), 'db/b.ts': half('a') };
}

describe('boundaries', () => {
  let found = '';
  beforeAll(async () => {
    found = await findings('boundaries', breached());
  });

  it.each(breaches)('%s: %s may not import %s', (rule, from, to) => {
    const path = to.startsWith('@/') ? `${to.slice(2)}.ts` : to.replace('node:', '');
    expect(found.split('\n').filter((line) => line.includes(`${rule}: ${from} →`))).toEqual(
      expect.arrayContaining([expect.stringContaining(path)]),
    );
  });

  it('finds a cycle of types', () => {
    expect(found).toContain('no-cycles: db/a.ts');
  });
});

describe('words, names and sizes', () => {
  it.each([
    ['words', 'server/a/rules.ts', 'export const at = Date.now();\n', 'server/a/rules.ts:1 Date.now'],
    ['words', 'app/a.ts', `\n// ${'TO'}DO later\n`, 'app/a.ts:2'],
    ['vocabulary', 'server/releases/approve.ts', '', 'a module has schema, rules'],
    ['vocabulary', 'app/_lib/helpers.ts', '', 'says nothing'],
    ['vocabulary', 'app/UserCard.tsx', '', 'kebab-case'],
    ['vocabulary', 'server/releases/adapters/pdf.ts', '', 'a module has schema, rules'],
    ['events', 'server/a/commands.ts', "  event: 'thing.made',\n", 'no test names the event "thing.made"'],
    ['sizes', 'app/a.ts', 'x;\n'.repeat(301), '301 lines, the cap is 300'],
    ['sizes', 'app/(portal)/a/page.tsx', 'x;\n'.repeat(201), '201 lines, the cap is 200'],
    ['sizes', 'app/a.ts', `// ${'x'.repeat(123)}\n`, '126 columns, the cap is 125'],
  ])('%s: %s', async (check, path, text, expected) => {
    expect(await findings(check, { [path]: text })).toContain(expected);
  });

  it.each([
    ['words', 'server/a/rules.ts', 'export const day = (ms: number) => new Date(ms);\n'],
    ['vocabulary', 'app/(portal)/releases/[releaseId]/approve-form.tsx', ''],
    ['vocabulary', 'server/releases/commands/approve-release.test.ts', ''],
    ['sizes', 'app/a.ts', `// ${'x'.repeat(107)}\n`],
  ])('%s is content with %s', async (check, path, text) => {
    expect(await findings(check, { [path]: text })).toMatch(new RegExp(`^✓ ${check}`));
  });

  it('refuses a licence that is not on the list, on every platform', async () => {
    const entry = (license: string) => ({ version: '1.0.0', license, optional: true });
    const packages = {
      'node_modules/a': entry('AGPL-3.0-only'),
      'node_modules/b': entry('(MIT OR GPL-2.0)'),
    };
    const found = await findings('licences', { 'package-lock.json': JSON.stringify({ packages }) });
    expect(found).toContain('a: AGPL-3.0-only is not on the list');
    expect(found).not.toContain('b: ');
  });
});
