import { z } from 'zod';

/** How deep a document may be nested, and what belongs to one import. */
export const oscalLimits = { depth: 60, files: 10, profiles: 5, imports: 50 } as const;

export interface OscalProp {
  readonly name: string;
  readonly value: string;
  readonly ns?: string | undefined;
  readonly class?: string | undefined;
}
const Prop: z.ZodType<OscalProp> = z.looseObject({
  name: z.string(),
  value: z.string(),
  ns: z.string().optional(),
  class: z.string().optional(),
});

export interface OscalPart {
  readonly name: string;
  readonly id?: string | undefined;
  readonly ns?: string | undefined;
  readonly class?: string | undefined;
  readonly prose?: string | undefined;
  readonly props?: readonly OscalProp[] | undefined;
  readonly parts?: readonly OscalPart[] | undefined;
}
const Part: z.ZodType<OscalPart> = z.looseObject({
  name: z.string(),
  id: z.string().optional(),
  ns: z.string().optional(),
  class: z.string().optional(),
  prose: z.string().optional(),
  props: z.array(Prop).optional(),
  get parts() {
    return z.array(Part).optional();
  },
});

const Select = z.looseObject({
  'how-many': z.string().optional(),
  choice: z.array(z.string()).optional(),
});
const paramMembers = {
  label: z.string().optional(),
  class: z.string().optional(),
  values: z.array(z.string()).optional(),
  select: Select.optional(),
};
const Param = z.looseObject({ id: z.string(), ...paramMembers });
export type OscalParam = z.output<typeof Param>;

export interface OscalControl {
  readonly id: string;
  readonly title: string;
  readonly params?: readonly OscalParam[] | undefined;
  readonly props?: readonly OscalProp[] | undefined;
  readonly parts?: readonly OscalPart[] | undefined;
  readonly controls?: readonly OscalControl[] | undefined;
}
const Control: z.ZodType<OscalControl> = z.looseObject({
  id: z.string(),
  title: z.string(),
  params: z.array(Param).optional(),
  props: z.array(Prop).optional(),
  parts: z.array(Part).optional(),
  get controls() {
    return z.array(Control).optional();
  },
});

export interface OscalGroup {
  readonly params?: readonly OscalParam[] | undefined;
  readonly controls?: readonly OscalControl[] | undefined;
  readonly groups?: readonly OscalGroup[] | undefined;
}
const Group: z.ZodType<OscalGroup> = z.looseObject({
  params: z.array(Param).optional(),
  controls: z.array(Control).optional(),
  get groups() {
    return z.array(Group).optional();
  },
});

const Metadata = z.looseObject({ title: z.string(), version: z.string(), 'last-modified': z.string() });
const uuid = z.string().max(100);

export const OscalCatalog = z.looseObject({
  uuid: uuid.optional(),
  metadata: Metadata,
  params: z.array(Param).optional(),
  controls: z.array(Control).optional(),
  groups: z.array(Group).optional(),
});
export type OscalCatalog = z.output<typeof OscalCatalog>;

const Selection = z.looseObject({
  'with-ids': z.array(z.string()).optional(),
  matching: z.array(z.looseObject({ pattern: z.string().max(200).optional() })).optional(),
  'with-child-controls': z.string().optional(),
});
export type OscalSelection = z.output<typeof Selection>;

const Import = z.looseObject({
  href: z.string().max(2000),
  'include-all': z.looseObject({}).optional(),
  'include-controls': z.array(Selection).optional(),
  'exclude-controls': z.array(Selection).optional(),
});
export type OscalImport = z.output<typeof Import>;

const Add = z.looseObject({
  position: z.enum(['before', 'after', 'starting', 'ending']).optional(),
  'by-id': z.string().optional(),
  title: z.string().optional(),
  params: z.array(Param).optional(),
  props: z.array(Prop).optional(),
  parts: z.array(Part).optional(),
});
export type OscalAdd = z.output<typeof Add>;

const Remove = z.looseObject({
  'by-name': z.string().optional(),
  'by-class': z.string().optional(),
  'by-id': z.string().optional(),
  'by-item-name': z.string().optional(),
  'by-ns': z.string().optional(),
});
export type OscalRemove = z.output<typeof Remove>;

const Alter = z.looseObject({
  'control-id': z.string(),
  removes: z.array(Remove).optional(),
  adds: z.array(Add).optional(),
});
export type OscalAlter = z.output<typeof Alter>;

const Resource = z.looseObject({
  uuid,
  title: z.string().optional(),
  rlinks: z.array(z.looseObject({ href: z.string().max(2000) })).optional(),
  base64: z.looseObject({ filename: z.string().optional(), value: z.string() }).optional(),
});
export type OscalResource = z.output<typeof Resource>;

const SetParameter = z.looseObject({ 'param-id': z.string(), ...paramMembers });
export const OscalProfile = z.looseObject({
  uuid: uuid.optional(),
  metadata: Metadata,
  imports: z.array(Import).min(1).max(oscalLimits.files),
  merge: z.looseObject({ combine: z.looseObject({ method: z.string().optional() }).optional() }).optional(),
  modify: z
    .looseObject({
      'set-parameters': z.array(SetParameter).optional(),
      alters: z.array(Alter).optional(),
    })
    .optional(),
  'back-matter': z.looseObject({ resources: z.array(Resource).optional() }).optional(),
});
export type OscalProfile = z.output<typeof OscalProfile>;
