import { z } from 'zod';
import { id, optionalText, Slug } from '@/server/kernel/contract';
import { Suite } from './suites';

/** Of a file of another tool: its characters. */
export const importTextLimit = 1_000_000;

const made = {
  /** Of the suite, its dataset and its prompt. */
  name: Slug,
  description: optionalText(2000),
  /** The person who answers for them; by default the one who makes them. */
  ownerId: id('per').optional(),
};
export const ImportSuite = z.strictObject({
  from: z.enum(['promptfoo']).default('promptfoo'),
  /** YAML or JSON without aliases. */
  text: z
    .string()
    .min(1, 'must not be empty')
    .max(importTextLimit, `must have at most ${importTextLimit} characters`),
  ...made,
});
export const PackName = z.enum(['jailbreak', 'harmless', 'injection']);
export const StartFromPack = z.strictObject({ pack: PackName, ...made, name: Slug.optional() });
export const ListPacks = z.strictObject({});

/** Something of the file that is not, or not quite, in the suite. */
const Remark = z.strictObject({ where: z.string(), reason: z.string(), taken: z.boolean() });
/** Remarks that are told one by one. */
export const mostRemarks = 500;
export const mostShownCases = 20;

export const SuitePreview = z.strictObject({
  name: Slug,
  description: z.string(),
  /** The suite file as it would be registered. */
  yaml: z.string(),
  /** What has this name already, so that the import would be refused. */
  taken: z.array(z.enum(['suite', 'dataset', 'prompt'])),
  caseCount: z.int(),
  /** Cases with at least one check. */
  judgedCount: z.int(),
  /** The first of them. */
  cases: z.array(z.strictObject({ id: z.string(), input: z.unknown(), checks: z.array(z.string()) })),
  prompt: z.unknown(),
  remarks: z.array(Remark),
  remarkCount: z.int(),
  orgId: z.string(),
  createdBy: z.string(),
});
export type SuitePreview = z.infer<typeof SuitePreview>;

export const BroughtSuite = z.strictObject({
  suite: Suite,
  datasetId: id('dat'),
  promptId: id('prm').nullable(),
  caseCount: z.int(),
  remarkCount: z.int(),
});
export type BroughtSuite = z.infer<typeof BroughtSuite>;

export const SafetyPack = z.strictObject({
  name: PackName,
  summary: z.string(),
  proves: z.string(),
  provesNot: z.string(),
  caseCount: z.int(),
  measures: z.array(z.string()),
  thresholds: z.array(z.string()),
});
export type SafetyPack = z.infer<typeof SafetyPack>;
