import { z } from 'zod';
import { id, Slug, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

export const Stage = z.enum(['planned', 'development', 'in_use', 'retired']);

export const CreateSystem = z.strictObject({
  name: Slug,
  purpose: text(2000),
  /** The person who answers for it; by default the one who creates it. */
  ownerId: id('per').optional(),
  stage: Stage.default('development'),
});

export const EditSystem = z.strictObject({
  systemId: id('sys'),
  purpose: text(2000).optional(),
  ownerId: id('per').optional(),
  stage: Stage.optional(),
});

export const SystemRef = z.strictObject({ systemId: id('sys') });

export const ListSystems = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name. */
  name: Slug.optional(),
  stage: Stage.optional(),
});
export const CountSystems = z.strictObject({});

export const System = z.strictObject({
  id: id('sys'),
  systemId: id('sys'),
  orgId: z.string(),
  name: Slug,
  purpose: z.string(),
  ownerId: z.string(),
  stage: Stage,
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type System = z.infer<typeof System>;
