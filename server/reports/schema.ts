import { z } from 'zod';
import { documentFormats, documentIds } from '@/policies/frameworks/documents';
import { EnvironmentName } from '../gates/schema/policy';
import { id, text as printable } from '../kernel/contract';
import { Paging } from '../kernel/paging';
import { oscalModels } from './rules/oscal-document';

const text = z.string().max(20_000);
const short = z.string().max(500);
/** A mandatory field that was not recorded is null, and the report says so instead of leaving it out. */
const orMissing = short.nullable();
const instant = z.iso.datetime();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'A digest is sha256: and 64 hex digits');
const share = z.number().min(0).max(1);

export const ReportVerdict = z.enum(['pass', 'fail', 'not_enough_evidence']);
export type ReportVerdict = z.infer<typeof ReportVerdict>;

export const MeasureUnit = z.enum(['share', 'score', 'difference', 'ratio', 'ms', 'usd', 'count']);
export type MeasureUnit = z.infer<typeof MeasureUnit>;

export const ReportMeasure = z.strictObject({
  name: short,
  unit: MeasureUnit,
  /** Null when undefined; `note` says why. */
  value: z.number().nullable(),
  /** Bounds of the interval at `level`, null when there is none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: share.default(0.95),
  n: z.int().min(0),
  threshold: z.strictObject({ operator: z.enum(['>=', '>', '<=', '<']), value: z.number() }).nullable(),
  verdict: ReportVerdict.nullable(),
  note: text.nullable(),
});
export type ReportMeasure = z.infer<typeof ReportMeasure>;

export const ReportRun = z.strictObject({
  suite: short,
  dataset: orMissing,
  target: orMissing,
  finishedAt: instant.nullable(),
  cases: z.int().min(0),
  errored: z.int().min(0),
  cachedShare: share.nullable(),
  /** Of the answers, and of judges and scorers on top. */
  costUsd: z.string().nullable(),
  judgeCostUsd: z.string().nullable().default(null),
  measures: z.array(ReportMeasure),
  verdict: ReportVerdict,
});
export type ReportRun = z.infer<typeof ReportRun>;

export const ReportGroup = z.strictObject({
  group: short,
  n: z.int().min(0),
  selected: z.int().min(0),
  rate: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
  /** Below the smallest group that may be judged: shown, but not compared. */
  tooSmall: z.boolean(),
});

export const ReportStudy = z.strictObject({
  name: short,
  attribute: orMissing,
  population: orMissing,
  favourable: orMissing,
  smallestGroup: z.int().min(1),
  groups: z.array(ReportGroup),
  measures: z.array(ReportMeasure),
  verdict: ReportVerdict,
});
export type ReportStudy = z.infer<typeof ReportStudy>;

export const ReportControl = z.strictObject({
  id: short,
  title: text,
  status: z.enum(['met', 'open', 'failed', 'expired', 'unknown', 'not_applicable', 'accepted']),
  decidedBy: z.enum(['check', 'person']).nullable(),
  /** Who assessed it or which check decided. */
  decider: orMissing,
  reason: text.nullable(),
  evidence: z.array(
    z.strictObject({ name: short, digest: digest.nullable(), expiresAt: instant.nullable() }),
  ),
});
export type ReportControl = z.infer<typeof ReportControl>;

export const ReportFramework = z.strictObject({
  id: short,
  title: short,
  version: short,
  controls: z.array(ReportControl),
});
export type ReportFramework = z.infer<typeof ReportFramework>;

export const ReportSignoff = z.strictObject({
  printedName: short,
  role: short,
  meaning: short,
  method: short,
  signedAt: instant,
  statementDigest: digest,
  dossierDigest: digest,
  reason: text.nullable(),
  /** Null while it stands. */
  voidedBecause: text.nullable(),
});

export const ReportGate = z.strictObject({
  environment: short,
  policyDigest: digest.nullable(),
  requirements: z.array(z.strictObject({ text, satisfied: z.boolean(), detail: text.nullable() })),
  decision: z.enum(['allow', 'deny', 'needs_signoff']),
  reasons: z.array(z.strictObject({ code: short, message: text })),
  decidedAt: instant,
  validUntil: instant.nullable(),
});
export type ReportGate = z.infer<typeof ReportGate>;

export const ReportEvent = z.strictObject({
  index: z.int().min(0),
  at: instant,
  event: short,
  actor: short,
  subject: short,
  reason: text.nullable(),
});

export const ReportPart = z.strictObject({
  kind: short,
  name: short,
  version: orMissing,
  digest: digest.nullable(),
});

/** Everything a release report prints, as plain data; the renderer adds nothing and looks nothing up. */
export const ReleaseReport = z.strictObject({
  organisation: short,
  system: short,
  purpose: text.nullable(),
  owner: orMissing,
  riskClass: orMissing,
  release: z.strictObject({
    version: short,
    digest,
    dossierDigest: digest.nullable(),
    frozenAt: instant.nullable(),
    authors: z.array(short),
    previousDigest: digest.nullable(),
  }),
  parts: z.array(ReportPart),
  runs: z.array(ReportRun),
  studies: z.array(ReportStudy),
  frameworks: z.array(ReportFramework),
  signoffs: z.array(ReportSignoff),
  gate: ReportGate,
  /** `total` counts all events of the release, of which the report prints some. */
  trail: z.strictObject({ total: z.int().min(0), events: z.array(ReportEvent) }),
  assurance: z.strictObject({ mode: z.enum(['embedded', 'postgres']), notes: z.array(text) }),
  checkpoint: z
    .strictObject({ origin: short, size: z.int().min(0), root: short, signedAt: instant.nullable() })
    .nullable(),
  /** Where anybody with access can ask for the present decision; printed as a QR code on each page. */
  gateUrl: z.url().max(500),
  generatedAt: instant,
});
export type ReleaseReport = z.infer<typeof ReleaseReport>;

const Kind = z.enum(['bundle', 'report', 'events-csv', 'events-jsonl', 'oscal', 'document']);
const ReleaseId = id('rel');
/** What an OSCAL export holds: every document as a ZIP, or one of them as JSON. */
const oscalNames = ['package', ...oscalModels.filter((model) => model !== 'catalog')] as const;
const needsRelease = [
  'annex-iv',
  'model-card',
  'release-certificate',
  'assessment-plan',
  'assessment-results',
];
const ofIncident = 'breach-assessment';
const aboutOneThing = (kind: string) => kind === 'oscal' || kind === 'document';
const fits = (kind: string, document: string | undefined): boolean =>
  kind === 'oscal'
    ? document === undefined || oscalNames.some((name) => name === document)
    : kind === 'document'
      ? documentIds.some((id) => id === document)
      : document === undefined;

/** A report needs a release; OSCAL and documents a release, or a system before any; a bundle or the events are of the
 *  whole trail when no release is given. */
export const CreateExport = z
  .strictObject({
    kind: Kind,
    releaseId: ReleaseId.optional(),
    systemId: id('sys').optional(),
    /** Whose policy a report judges by; `production` unless said. */
    environment: EnvironmentName.optional(),
    /** OSCAL: `package` unless said. */
    document: z.enum([...oscalNames, ...documentIds]).optional(),
    /** The breach record only: the incident of the system that it is about. */
    incidentId: id('inc').optional(),
    /** Documents and release reports only; `pdf` unless said. */
    format: z.enum(documentFormats).optional(),
  })
  .refine(({ kind, releaseId }) => kind !== 'report' || releaseId !== undefined, {
    error: 'A report is of one release',
    path: ['releaseId'],
  })
  .refine(
    ({ kind, releaseId, systemId }) =>
      !aboutOneThing(kind) || (releaseId === undefined) !== (systemId === undefined),
    { error: 'It is of one release, or of one system', path: ['releaseId'] },
  )
  .refine(({ kind, systemId }) => aboutOneThing(kind) || systemId === undefined, {
    error: 'Only OSCAL and documents are of a system without a release',
    path: ['systemId'],
  })
  .refine(({ kind, document }) => fits(kind, document), {
    error: 'It has no such document; choose one of its kind',
    path: ['document'],
  })
  .refine(({ systemId, document = '' }) => systemId === undefined || !needsRelease.includes(document), {
    error: 'This document is of a release: name the release',
    path: ['document'],
  })
  .refine(({ document, incidentId }) => incidentId === undefined || document === ofIncident, {
    error: 'Only the breach record is about an incident',
    path: ['incidentId'],
  })
  .refine(({ kind, format }) => kind === 'document' || kind === 'report' || format === undefined, {
    error: 'Only documents and release reports have formats to choose from',
    path: ['format'],
  });
export const ExportRef = z.strictObject({ exportId: id('exp') });
export const ListExports = z.strictObject({
  ...Paging,
  kind: Kind.optional(),
  state: z.enum(['queued', 'ready', 'failed']).optional(),
  releaseId: ReleaseId.optional(),
});
const Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** `acceptMissing` is how many mandatory fields the sealer knows to be empty. */
export const SealExport = z.strictObject({
  ...ExportRef.shape,
  reason: printable(2000),
  acceptMissing: z.coerce.number().int().min(0).default(0),
  /** As the draft unless said. */
  format: z.enum(documentFormats).optional(),
});
/** The digest of a file that somebody holds, in hexadecimal, with or without `sha256:` before it. */
export const FileDigest = z.strictObject({
  sha256: z
    .string()
    .transform((value) =>
      value
        .trim()
        .toLowerCase()
        .replace(/^sha256:/, ''),
    )
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 hexadecimal digits')),
});
export const FinishedExport = z.strictObject({
  ...ExportRef.shape,
  fileName: short,
  sha256: Hex,
  sizeBytes: z.int().min(0),
  manifestSha256: Hex.nullable(),
  contentSha256: Hex.optional(),
  missingCount: z.int().min(0).optional(),
});
export const FailedExport = z.strictObject({ ...ExportRef.shape, reason: short });
