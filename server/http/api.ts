import { createHash, randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { parseStrictJson } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { contextFor } from '@/server/kernel/runtime';
import { boundedText } from './body';
import { callerOf, guestOf } from './caller';
import { describe } from './openapi';
import { problem } from './problem';
import type { Route } from './route';
import { table } from './table';

const defaultMaxBytes = 1_048_576;
const defaultMaxDepth = 32;

/** Everything under /api/v1: a table of operations, and nothing that decides. */
export function api(): OpenAPIHono {
  const app = new OpenAPIHono().basePath('/api/v1');
  for (const line of table) {
    app.on(line.method.toUpperCase(), line.path.replace(/\{(\w+)\}/g, ':$1'), (c) => answered(c, line));
  }
  describe(app, table);
  app.get('/openapi.json', (c) => c.json(app.getOpenAPI31Document(openapiHead)));
  app.notFound((c) => problem(new Refusal('not_found', `There is no ${c.req.path}`), requestIdOf(c)));
  app.onError((error, c) => problem(error, requestIdOf(c)));
  return app;
}

const openapiHead = {
  openapi: '3.1.0',
  info: { title: 'Countersign', version: '1', description: 'The release portal for AI, for programs.' },
  security: [{ bearer: [] as string[] }],
};

async function answered(c: Context, line: Route): Promise<Response> {
  const requestId = requestIdOf(c);
  try {
    const actor = line.anonymous ? guestOf(c.req.raw) : await callerOf(c.req.raw);
    const ctx = contextFor(actor, { id: requestId, ...idempotencyOf(c, line) });
    const given = line.receive ? await line.receive(c, ctx) : await inputOf(c, line);
    const result = await line.operation(ctx, line.operation.input.parse(given));
    if (line.respond) return await line.respond(result, c);
    return json(c, line, result, requestId);
  } catch (error) {
    return problem(error, requestId);
  }
}

const requestIdOf = (c: Context): string => {
  const given = c.req.header('x-request-id');
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
};

function idempotencyOf(c: Context, line: Route): Pick<Ctx, 'idempotencyKey'> {
  const idempotencyKey = c.req.header('idempotency-key');
  if (idempotencyKey === undefined && line.needsIdempotencyKey) {
    throw invalid(
      'Idempotency-Key',
      'Idempotency-Key is required: any text of yours that names this attempt',
    );
  }
  if (idempotencyKey === undefined || line.method !== 'post') return {};
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    throw invalid('Idempotency-Key', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
  }
  return { idempotencyKey };
}

async function inputOf(c: Context, line: Route): Promise<Record<string, unknown>> {
  const body = line.method === 'get' || line.method === 'delete' ? {} : await bodyOf(c, line);
  const query: Record<string, string> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (values.length > 1) throw invalid(name, `${name} was given ${values.length} times; give it once`);
    const value = values[0] ?? '';
    if (value.includes('\u0000')) throw invalid(name, `${name} must not contain U+0000`);
    query[name] = value;
  }
  const params = c.req.param() as Record<string, string>;
  const twice = Object.keys(params).find((name) => name in body || name in query);
  if (twice) throw invalid(twice, `${twice} stands in the path; leave it out of the body and the query`);
  return { ...query, ...body, ...params };
}

async function bodyOf(c: Context, line: Route): Promise<Record<string, unknown>> {
  const maxBytes = line.maxBytes ?? defaultMaxBytes;
  const text = await boundedText(c.req.raw, maxBytes);
  if (text.trim() === '') return {};
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/(json|[\w.+-]+\+json)(;|$)/i.test(type)) {
    throw invalid('Content-Type', 'Content-Type must be application/json');
  }
  const parsed = parseStrictJson(text, { maxBytes, maxDepth: line.maxDepth ?? defaultMaxDepth });
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalid('body', 'The body must be a JSON object');
  }
  return parsed as Record<string, unknown>;
}

function json(c: Context, line: Route, result: unknown, requestId: string): Response {
  const body = JSON.stringify(result ?? {});
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-request-id': requestId };
  if (line.method !== 'get') return new Response(body, { status: 200, headers });
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  headers['etag'] = etag;
  headers['cache-control'] = 'private, no-cache';
  if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { status: 200, headers });
}
