import { z } from 'zod';
import { id, optionalText, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { Severity } from './findings';

const Instant = z.iso.datetime({
  offset: true,
  error: 'must be an instant with its zone, such as 2026-12-31T12:00:00Z',
});
const people = z.coerce.number().int().min(0).max(10_000_000_000).nullable();

/** What decides which laws ask for a notice, and by when. */
export const Circumstances = z.strictObject({
  /** GDPR Art. 4(12): a breach of security of personal data. */
  personalData: z.boolean().default(false),
  /** GDPR Art. 33(1), 34(1): the risk to the people concerned. */
  risk: z.enum(['unlikely', 'risk', 'high']).default('risk'),
  /** 45 CFR 164.402: a breach of unsecured protected health information. */
  healthInformation: z.boolean().default(false),
  /** How many people; null = not known yet. */
  affected: people.default(null),
  /** Of them, the most in one State or jurisdiction (45 CFR 164.406). */
  affectedInOneState: people.default(null),
  /** AI Act Art. 3(49): the gravest thing it led to. */
  serious: z.enum(['none', 'serious', 'death', 'widespread']).default('none'),
});
export type Circumstances = z.infer<typeof Circumstances>;

export const OpenIncident = z.strictObject({
  systemId: id('sys'),
  title: text(200),
  description: optionalText(8000).default(''),
  severity: Severity,
  ownerId: id('per').optional(),
  occurredAt: Instant.optional(),
  /** When the organisation became aware of it: the clocks run from here. By default now; never in the future. */
  awareAt: Instant.optional(),
  /** As long as it is open the gate denies every release of the system. */
  stopsReleases: z.boolean().default(true),
  circumstances: Circumstances,
});
export const IncidentRef = z.strictObject({ incidentId: id('inc') });
export const EditIncident = z.strictObject({
  ...IncidentRef.shape,
  severity: Severity.optional(),
  ownerId: id('per').optional(),
  stopsReleases: z.boolean().optional(),
  circumstances: Circumstances.optional(),
  reason: text(2000),
});

export const clockNames = [
  'gdpr_authority',
  'gdpr_persons',
  'hipaa_individuals',
  'hipaa_hhs',
  'hipaa_media',
  'ai_act_authority',
] as const;
export const ClockName = z.enum(clockNames);
export type ClockName = z.infer<typeof ClockName>;

export const RecordNotice = z.strictObject({
  ...IncidentRef.shape,
  clock: ClockName,
  /** When it was made; leave it out when none was made, and say why in `note`. */
  madeAt: Instant.optional(),
  /** Its reference at the authority, what it said, or why none was made. */
  note: text(2000),
});
export const CloseIncident = z.strictObject({ ...IncidentRef.shape, resolution: text(8000) });
export const ListIncidents = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  systemId: id('sys').optional(),
  state: z.enum(['open', 'closed']).optional(),
});

export const Clock = z.strictObject({
  name: ClockName,
  /** GDPR Art. 33(1) */
  law: z.string(),
  /** Whom to tell. */
  who: z.string(),
  /** Null: without undue delay, with no fixed limit. */
  dueAt: z.date().nullable(),
  state: z.enum(['running', 'late', 'met', 'met_late', 'left_out']),
  madeAt: z.date().nullable(),
  note: z.string().nullable(),
  by: z.string().nullable(),
});
export type Clock = z.infer<typeof Clock>;

export const Incident = z.strictObject({
  id: id('inc'),
  orgId: z.string(),
  systemId: id('sys'),
  systemName: z.string(),
  title: z.string(),
  description: z.string(),
  severity: Severity,
  state: z.enum(['open', 'closed']),
  ownerId: z.string(),
  occurredAt: z.date().nullable(),
  awareAt: z.date(),
  stopsReleases: z.boolean(),
  circumstances: Circumstances,
  clocks: z.array(Clock),
  resolution: z.string().nullable(),
  closedBy: z.string().nullable(),
  closedAt: z.date().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
});
export type Incident = z.infer<typeof Incident>;
