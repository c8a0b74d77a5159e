import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { question } from './bare-loop';
import { noServer } from './database';
import { durableRun, makeSuite } from './durable-run';
import { compare, perSecond, skipped } from './harness';
import { serveIfAsked, startModelServer } from './model-server';
import { openPortal, type Portal } from './portal';

const cases = 1_000;
const many = 50_000;
const concurrency = 32;

/** A folder with `npm install node@22`, then `npm install --ignore-scripts promptfoo`: it wants a newer Node than we do. */
const folder = process.env['PROMPTFOO_FOLDER'] ?? '';
const node = join(folder, 'node_modules/node/bin/node');
const program = join(folder, 'node_modules/promptfoo/dist/src/entrypoint.js');
const missing =
  'set PROMPTFOO_FOLDER to a folder with npm install node@22, npm install --ignore-scripts promptfoo';

/** The same cases, checks and model as our suite, as a configuration of promptfoo. */
function config(modelUrl: string): string {
  return JSON.stringify({
    prompts: ['{{input}}'],
    providers: [{ id: 'openai:chat:triage-1', config: { apiBaseUrl: modelUrl, apiKey: 'none' } }],
    defaultTest: {
      assert: [
        { type: 'equals', value: 'routine' },
        { type: 'latency', threshold: 60_000 },
      ],
    },
    tests: Array.from({ length: cases }, (_, at) => ({ vars: { input: question(at + 1) } })),
  });
}

interface PeerResults {
  readonly results: { readonly stats: { readonly successes: number; readonly failures: number } };
}

/** From the start of the program to its exit, with its results in a file. Throws unless it judged every case. */
function promptfoo(scratch: string): Promise<void> {
  const out = join(scratch, 'results.json');
  rmSync(out, { force: true });
  const flags = ['--no-cache', '--no-table', '--no-progress-bar', '-j', String(concurrency), '-o', out];
  const quiet = {
    PROMPTFOO_CONFIG_DIR: scratch,
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
  };
  const { stderr, stdout } = spawnSync(
    node,
    [program, 'eval', '-c', join(scratch, 'config.json'), ...flags],
    {
      encoding: 'utf8',
      env: { ...process.env, ...quiet },
      maxBuffer: 1e9,
    },
  );
  if (!existsSync(out)) throw new Error(`promptfoo wrote no results: ${(stderr + stdout).slice(-800)}`);
  const { stats } = (JSON.parse(readFileSync(out, 'utf8')) as PeerResults).results;
  if (stats.successes + stats.failures !== cases)
    throw new Error(`promptfoo judged ${stats.successes + stats.failures} of ${cases} cases`);
  return Promise.resolve();
}

async function measure(portal: Portal, modelUrl: string, scratch: string): Promise<void> {
  const sized = (count: number) => makeSuite(portal, { modelUrl, cases: count, concurrency });
  const suite = await sized(cases);
  const ours = () => durableRun(portal, suite);
  writeFileSync(join(scratch, 'config.json'), config(modelUrl));
  await ours();
  await compare({
    id: 'P7b',
    what: `runs of ${cases} cases at 0 ms, ${concurrency} at once, stored and audited on Postgres`,
    unit: 'cases/s',
    peer: 'promptfoo, its whole process',
    target: 15,
    ours: () => perSecond(cases, ours),
    theirs: () => perSecond(cases, () => promptfoo(scratch)),
  });
  const { verdict, doneCount } = await durableRun(portal, await sized(many));
  console.log(`P7b  a run of ${many} cases stored ${doneCount} results; its verdict is ${verdict}`);
}

if (!(await serveIfAsked())) {
  const portal = existsSync(program) && existsSync(node) ? await openPortal('p7b') : null;
  if (!existsSync(program) || !existsSync(node)) skipped('P7b', missing);
  else if (!portal) skipped('P7b', noServer);
  else {
    const scratch = mkdtempSync(join(tmpdir(), 'countersign-p7b-'));
    const server = await startModelServer(0);
    await measure(portal, server.url, scratch).finally(portal.close);
    server.close();
    rmSync(scratch, { recursive: true });
  }
}
