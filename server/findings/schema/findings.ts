import { z } from 'zod';
import { id, optionalText, text } from '@/server/kernel/contract';
import { Due } from '@/server/kernel/due';
import { Paging } from '@/server/kernel/paging';

export const Severity = z.enum(['low', 'medium', 'high', 'critical']);
export const FindingState = z.enum(['open', 'remediated', 'accepted', 'closed']);

export const OpenFinding = z.strictObject({
  systemId: id('sys'),
  /** Of this release only; without it, of every release of the system. */
  releaseId: id('rel').optional(),
  title: text(200),
  description: optionalText(8000).default(''),
  severity: Severity,
  /** The person who sees to it; by default the one who opens it. */
  ownerId: id('per').optional(),
  /** From then on the gate denies as long as it is not closed. */
  dueAt: Due.optional(),
});
export const FindingRef = z.strictObject({ findingId: id('fnd') });
export const EditFinding = z.strictObject({
  ...FindingRef.shape,
  severity: Severity.optional(),
  ownerId: id('per').optional(),
  dueAt: Due.nullable().optional(),
  reason: text(2000),
});
export const RemediateFinding = z.strictObject({ ...FindingRef.shape, remediation: text(8000) });
export const VerifyFinding = z.strictObject({
  ...FindingRef.shape,
  /** `closed`: the remediation holds. `reopened`: it does not. */
  outcome: z.enum(['closed', 'reopened']),
  reason: text(2000),
});
export const AcceptFinding = z.strictObject({
  ...FindingRef.shape,
  reason: text(2000),
  /** At most 366 days ahead; then it is due. */
  until: Due,
});
export const ListFindings = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  systemId: id('sys').optional(),
  /** What this release answers for: its own findings and those of its whole system. */
  releaseId: id('rel').optional(),
  ownerId: id('per').optional(),
  state: FindingState.optional(),
  severity: Severity.optional(),
});

export const Finding = z.strictObject({
  id: id('fnd'),
  orgId: z.string(),
  systemId: id('sys'),
  systemName: z.string(),
  releaseId: id('rel').nullable(),
  releaseVersion: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  severity: Severity,
  state: FindingState,
  ownerId: z.string(),
  dueAt: z.date().nullable(),
  /** Past its date at this moment, so that the gate denies. */
  isOverdue: z.boolean(),
  remediation: z.string().nullable(),
  remediatedBy: z.string().nullable(),
  remediatedAt: z.date().nullable(),
  resolution: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  acceptedUntil: z.date().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
});
export type Finding = z.infer<typeof Finding>;
