import { z } from 'zod';
import type { Disposition, Fact } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import { Digest, id, Sha256, text } from '@/server/kernel/contract';
import { Due } from '@/server/kernel/due';
import { Paging } from '@/server/kernel/paging';
import { FrameworkName } from './schema/pack';

const unknown = 'unknown';
export const distinct = (values: readonly string[]) => new Set(values).size === values.length;
const oneOf = (options: readonly string[], ...more: readonly string[]) => z.enum([...options, ...more]);

function answerTo({ type, options }: Fact) {
  if (type === 'bool') return z.union([z.boolean(), z.literal(unknown)]);
  if (type === 'date') return z.iso.date();
  if (type === 'enum') return oneOf(options ?? [], unknown);
  return z
    .array(oneOf(options ?? []))
    .max(options?.length ?? 0)
    .refine(distinct, 'must not name the same value twice');
}

/** Facts that the portal works out itself are not among those that a person answers. */
const computed = new Set(['release_environment', 'trains_or_finetunes', 'is_generative']);
const perRelease = new Set(['substantial_modification']);
const asked: readonly Fact[] = [
  ...factModel.questions,
  ...factModel.releaseFacts.filter(({ id: fact }) => !computed.has(fact) && !perRelease.has(fact)),
];

/** Answers by fact; null withdraws one. Bool and enum facts may be `unknown`; dates are `YYYY-MM-DD`. */
export const FactAnswers = z.strictObject(
  Object.fromEntries(asked.map((fact) => [fact.id, answerTo(fact).nullable().optional()])),
);
export type FactAnswers = z.infer<typeof FactAnswers>;

export const AnswerFacts = z
  .strictObject({
    systemId: id('sys'),
    answers: FactAnswers.default({}),
    /** Facts whose answers still hold; what made them doubtful is settled with it. */
    confirm: z
      .array(oneOf(asked.map(({ id: fact }) => fact)))
      .max(60)
      .refine(distinct, 'must not name the same fact twice')
      .optional(),
    reason: text(2000),
  })
  .refine(({ answers, confirm = [] }) => Object.keys(answers).length + confirm.length > 0, {
    path: ['answers'],
    error: 'must hold at least one answer, unless `confirm` names one',
  })
  .refine(({ answers, confirm = [] }) => confirm.every((fact) => !(fact in answers)), {
    path: ['confirm'],
    error: 'must not name a fact that is answered in the same breath',
  });

export const Binding = z.strictObject({
  kind: z.enum(['release', 'system', 'environment', 'vendor', 'org']),
  /** Of a release its digest, of an environment its name, of all others their id. */
  id: z.string().min(1).max(80),
});
export type Binding = z.infer<typeof Binding>;

const EvidenceTypeId = z
  .string()
  .max(80)
  .regex(/^(doc|rec|set|att|lnk)\.[a-z0-9.-]+$/, 'must be the id of an evidence type, such as doc.dpia');

const FrameworkId = FrameworkName;
const ControlId = z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/, 'must be the id of a control');
const RoleId = z.string().regex(/^[a-z_]{1,40}$/, 'must be the id of a role');

/** What is handed in as words; files come as uploads. */
export const EvidenceContent = z.discriminatedUnion('as', [
  z.strictObject({
    as: z.literal('link'),
    url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000),
    /** Of the copy that was captured; absent when none was. */
    sha256: Sha256.optional(),
  }),
  z.strictObject({ as: z.literal('statement'), statement: text(10_000) }),
  z.strictObject({
    as: z.literal('record'),
    /** By the names of the fields of its form (`GET /evidence-types`). */
    record: z
      .record(
        z.string().max(60),
        z.union([z.string().max(5000), z.number(), z.boolean(), z.array(z.string().max(80)).max(50)]),
      )
      .refine((fields) => Object.keys(fields).length <= 60, 'must have at most 60 fields'),
  }),
]);
export type EvidenceContent = z.infer<typeof EvidenceContent>;

const evidenceFields = {
  type: EvidenceTypeId,
  title: text(200),
  /** Shorter than the type's own limit when given. */
  validDays: z.coerce.number().int().min(1).max(3650).optional(),
  /** The item that this one replaces. */
  supersedes: id('evd').optional(),
};
export const AddEvidence = z.strictObject({
  ...evidenceFields,
  binding: Binding,
  content: EvidenceContent,
});

/** A public address of which a copy is captured now. */
export const AddLink = z.strictObject({
  ...evidenceFields,
  binding: Binding,
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000),
});
/** The copy that `captureLink` has put on disk; null when nothing was fetched because the caller may not give any. */
export const AddCapturedLink = AddLink.extend({
  copy: z.strictObject({ sha256: Sha256, sizeBytes: z.int(), mediaType: z.string() }).nullable(),
});

export const evidenceLimits = { fileBytes: 100_000_000, files: 25, allBytes: 500_000_000 } as const;
export const MediaType = z
  .string()
  .regex(/^[\w.+-]{1,60}\/[\w.+-]{1,100}$/, 'must be a media type, such as application/pdf');
/** Beside the bytes of an upload. */
export const EvidenceFileQuery = z.strictObject({
  ...evidenceFields,
  bindingKind: Binding.shape.kind,
  bindingId: Binding.shape.id,
  fileName: text(255),
  mediaType: MediaType.default('application/octet-stream'),
});
export const StoredFile = z.strictObject({
  ...{ sha256: Sha256, sizeBytes: z.int(), name: z.string(), mediaType: z.string() },
});
/** An upload that `receiveEvidence` has put on disk; null when nothing was read because the caller may not give any. */
export const AddEvidenceFile = z.strictObject({
  ...evidenceFields,
  binding: Binding,
  file: StoredFile.nullable(),
});

export const ReviewEvidence = z.strictObject({
  evidenceId: id('evd'),
  decision: z.enum(['accepted', 'rejected']),
  reason: text(2000),
});
export const RevokeEvidence = z.strictObject({ evidenceId: id('evd'), reason: text(2000) });

const dispositions = [
  'satisfied',
  'not_satisfied',
  'implemented',
  'alternative_implemented',
  'not_reasonable_documented',
  'partially_satisfied',
  'not_prioritised_with_reason',
  'included_implemented',
  'excluded_with_justification',
  'waived',
] as const satisfies readonly Disposition[];

export const AssessControl = z.strictObject({
  controlId: ControlId,
  binding: Binding,
  /** Digest of the pack that was read; absent: the one that the release of the binding names, else the one in use. */
  pack: Digest.optional(),
  /** null: in every environment. */
  environment: z.string().min(1).max(60).nullable().default(null),
  disposition: z.enum(dispositions),
  /** Of a waiver: the last day, or the instant, on which it holds. */
  until: Due.optional(),
  /** The role or responsibility in which the person assesses: the control's owner role. */
  role: RoleId,
  reason: text(2000),
  evidenceIds: z.array(id('evd')).max(50).refine(distinct, 'must not name the same item twice').default([]),
});
export type AssessControl = z.infer<typeof AssessControl>;

export const ConfirmFacts = z.strictObject({ systemId: id('sys'), reason: text(2000) });
export const FactsRef = z.strictObject({ systemId: id('sys') });
export const NoFacts = z.strictObject({});
export const EvidenceRef = z.strictObject({ evidenceId: id('evd') });
export const ListEvidence = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  type: EvidenceTypeId.optional(),
  systemId: id('sys').optional(),
  /** What it is bound to: an id, the digest of a release, the name of an environment. */
  bindingId: Binding.shape.id.optional(),
  state: z.enum(['valid', 'expired', 'superseded', 'revoked', 'rejected']).optional(),
});
export const ListAssessments = z.strictObject({
  ...Paging,
  controlId: ControlId.optional(),
  systemId: id('sys').optional(),
});

const EnvironmentId = z.string().min(1).max(60);
export const ChecklistRef = z.strictObject({ releaseId: id('rel'), environment: EnvironmentId });
/** Before any release: what the facts of a system ask for, by default of the frameworks that it uses. */
export const SystemChecklistRef = z.strictObject({ systemId: id('sys'), framework: FrameworkId.optional() });
export const NoInput = z.strictObject({});
export const FrameworkRef = z.strictObject({ framework: FrameworkId });
