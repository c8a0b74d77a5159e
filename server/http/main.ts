import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import next from 'next';
import { log } from '@/server/kernel/log';
import { stampAddress } from './address';
import { boot } from './boot';
import { answeredFromMemory } from './gate-answers';
import { forPrograms } from './programs';

const programPaths = /^\/(api\/v1|log|keys|healthz)(\/|$|\?)/;
const shutdownMs = 10_000;

async function main(): Promise<void> {
  const booted = await boot();
  process.env['NEXTAUTH_URL'] = booted.env.baseUrl;
  const pages = next({ dev: false, hostname: booted.env.HOST, port: booted.env.PORT });
  const programs = getRequestListener(forPrograms().fetch, { overrideGlobalObjects: false });
  await pages.prepare();
  const toPages = pages.getRequestHandler();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!programPaths.test(request.url ?? '')) await toPages(request, response);
    else if (!(await answeredFromMemory(request, response))) await programs(request, response);
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    stampAddress(request, booted.env.COUNTERSIGN_PROXIES);
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      log('error', 'request failed', { error });
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  server.requestTimeout = 300_000;
  server.listen(booted.env.PORT, booted.env.HOST, () => {
    process.stdout.write(`Countersign answers at ${booted.env.baseUrl}\n`);
  });
  const leave = () => {
    setTimeout(() => process.exit(1), shutdownMs).unref();
    server.close(() => void booted.stop().finally(() => process.exit(0)));
    server.closeIdleConnections();
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof Error) || process.env['COUNTERSIGN_DEBUG'])
    log('error', 'could not start', { error });
  process.exit(1);
});
