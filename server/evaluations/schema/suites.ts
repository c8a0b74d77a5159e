import { z } from 'zod';
import { limitFields, SuiteBaseline } from '@/evaluators/suite';
import { targetFields } from '@/evaluators/target';
import { Digest, id, Json, optionalText, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { RunState } from './runs';
import { RunVerdict } from './summary';

/** A suite file: at most 256 KiB of YAML (or JSON, which is YAML), without aliases. */
export const suiteTextLimit = 262_144;
const SuiteText = z
  .string()
  .min(1, 'must not be empty')
  .max(suiteTextLimit, `must have at most ${suiteTextLimit} characters`);

/** The fields of a suite file as JSON: exactly one of `text` and `definition` is given. */
const content = {
  text: SuiteText.optional(),
  definition: z.record(z.string().max(100), Json).optional(),
};

export const CreateSuite = z.strictObject({
  ...content,
  description: optionalText(2000),
  /** The person who answers for it; by default the one who creates it. */
  ownerId: id('per').optional(),
});
/** The suite's name stays; everything else of its file may change. */
export const AddSuiteVersion = z.strictObject({ suiteId: id('ste'), ...content });
export const EditSuite = z.strictObject({
  suiteId: id('ste'),
  description: optionalText(2000),
  ownerId: id('per').optional(),
});

export const GetSuiteSchema = z.strictObject({});
export const SuiteRef = z.strictObject({ suiteId: id('ste') });
export const SuiteVersionRef = z.strictObject({ versionId: id('stv') });
export const ListSuites = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name. */
  name: Slug.optional(),
});
export const ListSuiteVersions = z.strictObject({ suiteId: id('ste'), ...Paging });

const Pinned = z.strictObject({ name: Slug, number: z.int(), digest: Digest });

/** Its RFC 8785 text is what a suite version's digest is taken of: dataset and prompt are pinned by digest. */
export const SuiteBody = z.strictObject({
  v: z.literal(1),
  name: Slug,
  dataset: Pinned,
  prompt: Pinned.nullable(),
  target: z.strictObject(targetFields).nullable(),
  repeats: z.int(),
  seed: z.int(),
  /** Calls at once; null = the portal finds it. */
  concurrency: z.int().nullable(),
  cache: z.boolean().optional(),
  evaluators: z.array(
    z.strictObject({
      id: z.string(),
      as: z.string().optional(),
      params: z.record(z.string(), z.unknown()),
    }),
  ),
  thresholds: z.array(z.strictObject({ measure: z.string(), ...limitFields })),
  baseline: SuiteBaseline.optional(),
});
export type SuiteBody = z.infer<typeof SuiteBody>;

const owned = { orgId: z.string(), createdBy: z.string(), createdAt: z.date() };

export const SuiteVersion = z.strictObject({
  id: id('stv'),
  suiteId: id('ste'),
  suiteName: Slug,
  number: z.int(),
  digest: Digest,
  body: SuiteBody,
  /** The same as a file for `evaluate` and for this portal. */
  yaml: z.string(),
  datasetVersionId: id('dsv'),
  promptVersionId: id('prv').nullable(),
  ...owned,
});
export type SuiteVersion = z.infer<typeof SuiteVersion>;
/** `unchanged`: the same content was a version already, which is this one. */
export const AddedSuiteVersion = SuiteVersion.extend({ unchanged: z.boolean() });

export const Suite = z.strictObject({
  id: id('ste'),
  name: Slug,
  description: z.string(),
  ownerId: z.string(),
  ...owned,
  latest: z.strictObject({ id: id('stv'), number: z.int(), digest: Digest, createdAt: z.date() }).nullable(),
  lastRun: z
    .strictObject({
      id: id('run'),
      state: RunState,
      verdict: RunVerdict.nullable(),
      createdAt: z.date(),
    })
    .nullable(),
});
export type Suite = z.infer<typeof Suite>;
