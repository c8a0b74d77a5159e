import { z } from 'zod';
import { id, optionalText, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { EnvironmentName } from '@/server/gates/schema/policy';
import { Digest } from '@/server/releases/schema/manifest';
import { Meaning } from './statement';

/** `digest` is the release digest that the signer looks at; another one in force is a conflict. */
export const PrepareSignoff = z.strictObject({
  releaseId: id('rel'),
  digest: Digest,
  environment: EnvironmentName,
  role: z.string().regex(/^[a-z][a-z_]{0,59}$/),
  meaning: Meaning,
  reason: text(2000),
  conditions: optionalText(2000),
});

/** The nonce of a prepared statement; the session must have authenticated again since it was prepared. */
export const CommitSignoff = z.strictObject({ nonce: z.string().regex(/^[0-9a-f]{32}$/) });

export const WithdrawSignoff = z.strictObject({ signoffEvent: z.uuid(), reason: text(2000) });

export const ListSignoffs = z.strictObject({
  ...Paging,
  releaseId: id('rel').optional(),
  environment: EnvironmentName.optional(),
  meaning: Meaning.optional(),
  personId: id('per').optional(),
});
export const CaseRef = z.strictObject({ releaseId: id('rel'), environment: EnvironmentName });
