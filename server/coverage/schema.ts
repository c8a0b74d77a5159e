import { z } from 'zod';
import { id } from '@/server/kernel/contract';

export const NoInput = z.strictObject({});
export const SystemOf = z.strictObject({ systemId: id('sys') });
const Framework = z.string().max(60);

export const CoverageRecord = z.strictObject({
  systemId: id('sys'),
  framework: Framework,
  releaseId: id('rel').nullable(),
  environment: z.string().max(60),
  pack: z.string().max(80),
  applicable: z.int().min(0),
  met: z.int().min(0),
  blocking: z.int().min(0),
  byStatus: z.record(z.string().max(40), z.int().min(0)),
  gaps: z
    .array(z.strictObject({ controlId: z.string().max(80), status: z.string().max(40), blocks: z.boolean() }))
    .max(2000),
});
export type CoverageRecord = z.infer<typeof CoverageRecord>;

/** What one round found changed, and up to which event it knew. */
export const RecordCoverage = z.strictObject({
  upTo: z.string().max(80),
  systems: z.int().min(0),
  records: z.array(CoverageRecord).max(50_000),
});

export const ListCoverage = z.strictObject({
  search: z.string().max(100).optional(),
  framework: Framework.optional(),
  /** Systems, the most blocked first. */
  limit: z.coerce.number().int().min(1).max(2000).default(100),
});
export const CoverageTrend = z.strictObject({
  framework: Framework.optional(),
  days: z.coerce.number().int().min(1).max(366).default(90),
});
