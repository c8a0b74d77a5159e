import { z } from 'zod';
import { ControlName, FrameworkName, IdPrefix, PackControl, PackHead } from './pack';

const DraftVersion = z.coerce.number().int().min(1).max(1_000_000_000);
export const draftLimits = { drafts: 200 } as const;

/** Every control of the version in use, with checks, parameters, evidence and relations, under ids of its own. */
export const CopyOf = z.strictObject({
  framework: FrameworkName,
  idPrefix: IdPrefix,
  /** Absent: the title of what is copied. */
  title: PackHead.shape.title.optional(),
});

/** A framework that exists begins with one of its revisions; a new one with what `head` says, or as a copy. */
export const StartDraft = z.strictObject({
  framework: FrameworkName,
  /** Absent: the newest. */
  revision: z.coerce.number().int().min(1).max(1_000_000).optional(),
  head: PackHead.omit({ id: true }).optional(),
  copyOf: CopyOf.optional(),
});

/** One change of a draft. */
export const DraftChange = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('describe'), head: PackHead.omit({ id: true }) }),
  z.strictObject({
    do: z.literal('put'),
    /** The control that it takes the place of; null adds it after the others. */
    controlId: ControlName.nullable(),
    control: PackControl,
  }),
  z.strictObject({ do: z.literal('remove'), controlId: ControlName }),
  /** Brings back a control that an adopted version had, as that version had it. */
  z.strictObject({ do: z.literal('restore'), controlId: ControlName }),
  /** `to`: its place among the others, from 1. */
  z.strictObject({ do: z.literal('move'), controlId: ControlName, to: z.int().min(1).max(10_000) }),
]);
export type DraftChange = z.infer<typeof DraftChange>;

/** `version`: the draft as the writer saw it; another in the meantime is a conflict. */
export const ChangeDraft = z.strictObject({
  framework: FrameworkName,
  version: DraftVersion,
  change: DraftChange,
});
export const DiscardDraft = z.strictObject({ framework: FrameworkName, version: DraftVersion });
export const PublishDraft = z.strictObject({
  framework: FrameworkName,
  version: DraftVersion,
  /** The newest stored revision that the writer saw (0: none): another in the meantime is a conflict. */
  newest: z.coerce.number().int().min(0).max(1_000_000),
});

export const ExplainExpression = z.strictObject({ expression: z.string().trim().min(1).max(2000) });
