import { z } from 'zod';
import { Digest, id, Json, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

const ids = (prefix: string, max: number) => z.array(id(prefix)).max(max, `must name at most ${max}`);

/** A release version as people write it: letters, digits, dots, dashes, plus and underscores; 1 to 64 characters. */
export const ReleaseVersion = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}$/,
    'must be 1 to 64 letters, digits, dots, dashes, plus or underscores',
  );

const parts = {
  modelVersionIds: ids('mdv', 50),
  promptVersionIds: ids('prv', 200),
  datasetVersionIds: ids('dsv', 100),
  suiteVersionIds: ids('stv', 100),
  studyIds: ids('std', 100),
  frameworks: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/)).max(20),
  config: z
    .record(z.string().max(200), Json)
    .refine((value) => JSON.stringify(value).length <= 32_768, 'must have at most 32 KiB'),
};

/** What the release is made of and judged by. `config` is any small JSON object (32 KiB). Absent lists are empty. */
export const CreateRelease = z.strictObject({
  systemId: id('sys'),
  version: ReleaseVersion,
  summary: text(2000),
  modelVersionIds: parts.modelVersionIds.default([]),
  promptVersionIds: parts.promptVersionIds.default([]),
  datasetVersionIds: parts.datasetVersionIds.default([]),
  suiteVersionIds: parts.suiteVersionIds.default([]),
  studyIds: parts.studyIds.default([]),
  frameworks: parts.frameworks.default([]),
  config: parts.config.default({}),
});

/** Absent fields stay as they are. */
export const EditRelease = z.strictObject({
  releaseId: id('rel'),
  summary: text(2000).optional(),
  modelVersionIds: parts.modelVersionIds.optional(),
  promptVersionIds: parts.promptVersionIds.optional(),
  datasetVersionIds: parts.datasetVersionIds.optional(),
  suiteVersionIds: parts.suiteVersionIds.optional(),
  studyIds: parts.studyIds.optional(),
  frameworks: parts.frameworks.optional(),
  config: parts.config.optional(),
});
export const ReleaseRef = z.strictObject({ releaseId: id('rel') });
export const ReleaseByDigest = z.strictObject({ digest: Digest });
export const WithdrawRelease = z.strictObject({ releaseId: id('rel'), reason: text(2000) });
export const ListReleases = z.strictObject({
  ...Paging,
  systemId: id('sys').optional(),
  state: z.enum(['draft', 'frozen', 'submitted', 'withdrawn']).optional(),
  search: z.string().max(100).optional(),
});
