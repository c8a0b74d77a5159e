import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { Problem } from './problem';
import type { Route } from './route';

const anything = z.looseObject({});
const problems = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
};

/** Registers every line of the table in the OpenAPI document, from the same zod contracts that parse requests. */
export function describe(app: OpenAPIHono, table: readonly Route[]): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token (cs_…) or a session of a person (css_…)',
  });
  for (const line of table) {
    const failures = Object.entries(problems).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: Problem } } },
    ]);
    registry.registerPath({
      method: line.method,
      path: line.path,
      summary: line.summary,
      tags: [line.tag],
      request: requestOf(line),
      responses: {
        200: { description: 'Done', content: { 'application/json': { schema: line.output ?? anything } } },
        ...(Object.fromEntries(failures) as Record<string, { description: string }>),
      },
    });
  }
}

function requestOf(line: Route) {
  const { shape } = line.operation.input;
  const named = [...line.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const inPath = pick(shape, (key) => named.includes(key));
  if (line.receives) return { params: z.object(inPath), ...uploadOf(line.receives) };
  const rest = pick(shape, (key) => !named.includes(key));
  const hasBody = line.method !== 'get' && line.method !== 'delete' && Object.keys(rest).length > 0;
  return {
    params: z.object(inPath),
    ...(hasBody
      ? { body: { content: { 'application/json': { schema: z.strictObject(rest) } }, required: true } }
      : { query: z.object(rest) }),
  };
}

const binary = { type: 'string', format: 'binary' } as const;
const uploadOf = ({ contentTypes, query }: NonNullable<Route['receives']>) => ({
  query,
  body: {
    content: Object.fromEntries(contentTypes.map((type) => [type, { schema: binary }])),
    required: true,
  },
});

const pick = (shape: z.ZodObject['shape'], wanted: (key: string) => boolean) =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => wanted(key)));
