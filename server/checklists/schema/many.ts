import { z } from 'zod';
import { id, text } from '@/server/kernel/contract';
import { Due } from '@/server/kernel/due';
import { AddEvidence, AssessControl, ChecklistRef, distinct, EvidenceContent, StoredFile } from '../schema';

const most = 500;
const ControlIds = z
  .array(AssessControl.shape.controlId)
  .min(1, 'must name at least one control')
  .max(most)
  .refine(distinct, 'must not name the same control twice');

/** Who sees to controls of a system, and by when; null takes it back, what is left out stays. */
export const PlanControls = z
  .strictObject({
    systemId: id('sys'),
    controlIds: ControlIds,
    ownerId: id('per').nullable().optional(),
    dueAt: Due.nullable().optional(),
    reason: text(2000),
  })
  .refine(({ ownerId, dueAt }) => ownerId !== undefined || dueAt !== undefined, {
    message: 'must be given when dueAt is not',
    path: ['ownerId'],
  });

/** The plan of one control of a system, or of the organisation (null). */
export const DelegateControl = z.strictObject({
  controlId: AssessControl.shape.controlId,
  systemId: id('sys').nullable().default(null),
  /** Who sees to it from now on. */
  toId: id('per'),
  reason: text(2000),
});

/** One decision about many controls of a release in an environment, all or none. */
export const AssessControls = z.strictObject({
  ...ChecklistRef.shape,
  controlIds: ControlIds,
  /** The role or responsibility in which the person assesses: the owner role of every one of them. */
  role: AssessControl.shape.role,
  /** `met`: satisfied, implemented or included, as each control calls it. */
  decision: z.enum(['met', 'waived']),
  until: Due.optional(),
  reason: text(2000),
  /** Beside the items that count for each control today, which its assessment names by itself. */
  evidenceIds: AssessControl.shape.evidenceIds,
});

/** Items in words, of one system and of what is wider, all or none. */
export const AddEvidenceList = z.strictObject({
  items: z.array(AddEvidence).min(1, 'must hold at least one item').max(100),
});

const mappedFile = z.strictObject({
  as: z.literal('file'),
  /** The name of a file in the same form. */
  file: text(255),
});
/** What the files of a form are evidence of; the part before them. A file may serve several items. */
export const EvidenceMapping = z.strictObject({
  items: z
    .array(z.strictObject({ ...AddEvidence.shape, content: z.union([EvidenceContent, mappedFile]) }))
    .min(1, 'must hold at least one item')
    .max(100),
});
export type EvidenceMapping = z.infer<typeof EvidenceMapping>;

/** The same with the files that were put on disk; null when none was read because the caller may not give any. */
export const AddEvidenceFiles = z.strictObject({
  items: z.array(
    z.strictObject({
      ...AddEvidence.shape,
      content: z.union([
        EvidenceContent,
        z.strictObject({ as: z.literal('file'), file: StoredFile.nullable() }),
      ]),
    }),
  ),
});
