import { z } from 'zod';
import { invalid } from '@/server/kernel/refusal';

const Prop = z.looseObject({ name: z.string(), value: z.string(), class: z.string().optional() });
interface Part {
  readonly name: string;
  readonly prose?: string | undefined;
  readonly props?: readonly z.infer<typeof Prop>[] | undefined;
  readonly parts?: readonly Part[] | undefined;
}
const Part: z.ZodType<Part> = z.looseObject({
  name: z.string(),
  prose: z.string().optional(),
  props: z.array(Prop).optional(),
  get parts() {
    return z.array(Part).optional();
  },
});
const Param = z.looseObject({ id: z.string(), label: z.string().optional() });
interface Control {
  readonly id: string;
  readonly title: string;
  readonly params?: readonly z.infer<typeof Param>[] | undefined;
  readonly props?: readonly z.infer<typeof Prop>[] | undefined;
  readonly parts?: readonly Part[] | undefined;
  readonly controls?: readonly Control[] | undefined;
}
const Control: z.ZodType<Control> = z.looseObject({
  id: z.string(),
  title: z.string(),
  params: z.array(Param).optional(),
  props: z.array(Prop).optional(),
  parts: z.array(Part).optional(),
  get controls() {
    return z.array(Control).optional();
  },
});
interface Group {
  readonly controls?: readonly Control[] | undefined;
  readonly groups?: readonly Group[] | undefined;
}
const Group: z.ZodType<Group> = z.looseObject({
  controls: z.array(Control).optional(),
  get groups() {
    return z.array(Group).optional();
  },
});
const Catalog = z.looseObject({
  catalog: z.looseObject({
    metadata: z.looseObject({ title: z.string(), version: z.string(), 'last-modified': z.string() }),
    controls: z.array(Control).optional(),
    groups: z.array(Group).optional(),
  }),
});

const longest = 9000;

/**
 * The controls of an OSCAL catalog, those inside others too. Properties of our own namespace, as our catalogs have
 * them, are read back; for the rest a control is kept per organisation and shown by an attestation of its owner.
 */
export function fromOscal(tree: unknown) {
  const parsed = Catalog.safeParse(tree);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      'content',
      `This is no OSCAL catalog: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const { metadata, ...root } = parsed.data.catalog;
  return {
    head: {
      title: metadata.title.slice(0, 200),
      version: metadata.version.slice(0, 40),
      asOf: metadata['last-modified'].slice(0, 10),
    },
    // The tree of an OSCAL document has ids enough to find a control by.
    controls: controlsIn(root).map((control) => ({ control: asWritten(control), line: 1 })),
  };
}

const controlsIn = ({ controls = [], groups = [] }: Group): Control[] => [
  ...controls.flatMap((control) => [control, ...controlsIn({ controls: control.controls })]),
  ...groups.flatMap(controlsIn),
];

function asWritten({ id, title, params = [], props = [], parts = [] }: Control) {
  const labels = new Map(params.map((param) => [param.id, param.label ?? param.id]));
  const values = (name: string) => props.filter((one) => one.name === name).map(({ value }) => value);
  const [first] = [...values('label'), id];
  const prose = parts
    .filter(({ name }) => name === 'statement')
    .flatMap(proseIn)
    .join('\n');
  const filledIn = prose.replace(
    /\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}/g,
    (_, name: string) => `[${labels.get(name) ?? name}]`,
  );
  const optional = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });
  const evidence = parts
    .filter(({ name }) => name === 'assessment-objective')
    .map((part) =>
      (part.props ?? []).filter(({ name }) => name === 'evidence-type').map(({ value }) => value),
    )
    .filter((group) => group.length > 0);
  return {
    id,
    title,
    citation: first,
    requirement: (filledIn || title).slice(0, longest),
    scope: values('scope')[0] ?? 'org',
    ...optional('appliesWhen', values('applicability')[0]),
    ...optional('severity', values('severity')[0]),
    ...optional('owner', values('owner-role')[0]),
    ...optional('reviewDays', values('review-days').map(Number)[0]),
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}

const proseIn = ({ prose, parts = [] }: Part): string[] => [
  ...(prose ? [prose] : []),
  ...parts.flatMap(proseIn),
];
