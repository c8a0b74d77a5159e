import { z } from 'zod';
import {
  natures,
  obligations,
  relations,
  scopes,
  severities,
  stages,
  triggers,
} from '@/policies/frameworks/contract';
import { text } from '@/server/kernel/contract';
import { oscalLimits } from './oscal';

export const packLimits = { characters: 8_000_000, controls: 2000 } as const;
export const FrameworkName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,59}$/, 'must be 2 to 60 lower-case letters, digits or dashes');
export const ControlName = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,79}$/, 'must be at most 80 lower-case letters, digits, dots or dashes');
export const IdPrefix = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,29}$/, 'must be at most 30 lower-case letters, digits, dots or dashes');
const Role = z.string().regex(/^[a-z_]{1,40}$/, 'must be a role or responsibility, such as dpo');
const distinct = (values: readonly string[]) => new Set(values).size === values.length;
const Names = z.array(z.string().min(1).max(80)).max(50).refine(distinct, 'must not name the same twice');

const Param = z.union([
  z.number(),
  z.boolean(),
  z.string().max(200),
  z.null(),
  z.array(z.string().max(200)).max(50),
  z.record(z.string().max(60), z.number()),
]);
const Name = z.string().min(1).max(80);
/** A check by its id, or with the parameters that are not as usual. */
const CheckName = z.union([
  Name,
  z.strictObject({
    check: Name,
    params: z
      .record(z.string().max(60), Param)
      .refine((params) => Object.keys(params).length <= 20, 'must be at most 20 parameters'),
  }),
]);
export type CheckName = z.infer<typeof CheckName>;
const idsOf = (checks: readonly CheckName[]) =>
  checks.map((one) => (typeof one === 'string' ? one : one.check));

const Related = z.strictObject({
  id: ControlName,
  relation: z.enum(relations).default('intersects-with'),
  /** What both are about, and the evidence that serves both. */
  theme: z.string().max(80).optional(),
  sharedEvidence: z.array(Name).max(50).optional(),
  remark: text(2000).optional(),
});

/** How a law reaches a system, as `in-force` reads it. */
const Path = z
  .string()
  .regex(
    /^(annex_i|annex_iii|gpai|new_system|new_model|placed_before_\d{4}-\d{2}-\d{2})$/,
    'must be annex_i, annex_iii, gpai, new_system, new_model or placed_before_YYYY-MM-DD',
  );

/** One control as people write it; what is left out has the value that stands here. */
export const PackControl = z.strictObject({
  id: ControlName,
  title: text(300),
  citation: text(500).optional(),
  /** Every provision by itself, where there are several. */
  citations: z.array(text(500)).max(20).optional(),
  requirement: text(10_000),
  /** An expression over the facts, in the language of the built-in packs. */
  appliesWhen: z.string().trim().min(1).max(2000).default('true'),
  scope: z.enum(scopes).default('system'),
  severity: z.enum(severities).default('non_blocking'),
  blocksIn: z.array(z.enum(stages)).max(stages.length).default(['production']),
  owner: Role.default('compliance_officer'),
  signoffs: z.array(Role).max(10).default([]),
  /** Of each group one item is needed. */
  evidence: z
    .array(Names.min(1))
    .max(30)
    .default([['att.owner']]),
  /** Named beside the required evidence; nothing waits for it. */
  optionalEvidence: Names.default([]),
  checks: z
    .array(CheckName)
    .max(50)
    .refine((checks) => distinct(idsOf(checks)), 'must not name the same twice')
    .default([]),
  /** The checks alone decide, and no person does. */
  checksDecide: z.boolean().default(false),
  /** As 45 CFR 164.306(d) tells them apart: an addressable one may be met by an alternative, or not, with the reason. */
  obligation: z.enum(obligations).nullable().default(null),
  reviewDays: z.int().min(0).max(3650).default(365),
  /** Changes after which it has to be decided about again. */
  reopenedBy: z
    .array(z.enum(triggers))
    .max(triggers.length)
    .refine(distinct, 'must not name the same twice')
    .default([]),
  appliesFrom: z.iso.date().nullable().default(null),
  /** Days that depend on how the law reaches a system, such as annex_iii. */
  appliesFromByPath: z.record(Path, z.iso.date()).nullable().default(null),
  /** Absent: as the nature of the framework has it. */
  waivable: z.boolean().optional(),
  themes: Names.default([]),
  genaiActions: z.array(Name).max(200).default([]),
  mapsTo: z.array(Related).max(100).default([]),
  note: text(5000).nullable().default(null),
});
export type PackControl = z.infer<typeof PackControl>;

/** What stands above the controls. */
export const PackHead = z.strictObject({
  id: FrameworkName,
  title: text(200),
  nature: z.enum(natures).default('standard'),
  version: text(40),
  /** The day up to which its source was read. */
  asOf: z.iso.date(),
  status: text(300).default('in force'),
});
export type PackHead = z.infer<typeof PackHead>;

const Content = z
  .string()
  .min(1, 'must not be empty')
  .max(packLimits.characters, `must have at most ${packLimits.characters.toLocaleString('en')} characters`);

/** A pack as text, or an `xlsx` workbook in base64. `csv` and `oscal` say too little about the pack as a whole: `head` says
 *  the rest. */
export const ImportFramework = z.strictObject({
  format: z.enum(['yaml', 'json', 'csv', 'xlsx', 'oscal']),
  content: Content,
  head: PackHead.partial().optional(),
  /** Put before the id of every control, where another framework has these ids already. */
  idPrefix: IdPrefix.optional(),
  /** What an OSCAL profile imports, unless it is a framework here: catalogs and profiles under their file names. */
  files: z
    .array(z.strictObject({ name: z.string().min(1).max(200), content: Content }))
    .max(oscalLimits.files, `must be at most ${oscalLimits.files} files`)
    .optional(),
});
export type ImportFramework = z.infer<typeof ImportFramework>;

export const ChooseFramework = z.strictObject({
  framework: FrameworkName,
  /** Absent: in the whole organisation. */
  systemId: z.string().max(80).optional(),
  /** null: as the organisation, or as shipped. */
  enabled: z.boolean().nullable(),
});
