import { z } from 'zod';
import { text } from '@/server/kernel/contract';
import { FrameworkName } from './pack';

export const RevisionRef = z.strictObject({
  framework: FrameworkName,
  revision: z.coerce.number().int().min(1).max(1_000_000),
});

export const AdoptFramework = z.strictObject({
  ...RevisionRef.shape,
  /** The revision in use, as the preview showed it: another in the meantime is a conflict. */
  from: z.coerce.number().int().min(1).max(1_000_000),
  /** Back to a revision that was in use before; an earlier one is refused without it. */
  rollback: z.boolean().default(false),
  reason: text(2000),
});
