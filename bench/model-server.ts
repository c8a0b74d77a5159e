import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';

const role = 'model-server';

export interface ModelServer {
  readonly url: string;
  close(): void;
}

/**
 * The deterministic model server in a process of its own, so that its work is not counted as ours. It is this very
 * program started again: call `serveIfAsked` first.
 */
export async function startModelServer(latencyMs: number): Promise<ModelServer> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', role, String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return { url: String(url), close: () => void child.kill() };
}

/** True in the process that is the server. */
export async function serveIfAsked(): Promise<boolean> {
  if (process.argv[2] !== role) return false;
  const server = await startOpenAiServer({ latencyMs: Number(process.argv[3]), log: false });
  console.log(server.url);
  return true;
}
