import { expect, it } from 'vitest';
import { z } from 'zod';
import { api } from './api';
import { table } from './table';

const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.object({ summary: z.string().min(1) }))),
});

it('describes every route of the table', async () => {
  const answer = await api().request('/api/v1/openapi.json');
  expect(answer.status).toBe(200);
  const { paths } = Document.parse(await answer.json());
  const missing = table.filter(({ method, path }) => !paths[`/api/v1${path}`]?.[method]);
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
