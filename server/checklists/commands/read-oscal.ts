import { invalid } from '@/server/kernel/refusal';
import type { PackProblem, Written } from '../rules/pack';
import { asWritten, idOf, isWithdrawn, natureOf } from '../rules/oscal-control';
import { controlsOf, type Source } from '../rules/oscal-resolve';
import { paramFiller } from '../rules/oscal-text';
import type { OscalCatalog, OscalControl } from '../schema/oscal';
import { PackControl, packLimits } from '../schema/pack';
import { type OscalFile, type OwnCatalogs, sourcesOf } from './oscal-sources';
import { oscalDocument } from './oscal-document';
import { nameOf } from './written';

export interface OscalPack {
  readonly kind: 'oscal-catalog' | 'oscal-profile';
  readonly head: Readonly<Record<string, unknown>>;
  readonly controls: readonly Written<unknown>[];
  readonly problems: readonly PackProblem[];
  /** What the document leaves open, or what is not taken over. */
  readonly notes: readonly string[];
}

const mostNames = 12;
const mostNotes = 100;

/**
 * The controls of an OSCAL catalog, or those that a profile selects. Properties of our own namespace, as our catalogs have
 * them, come back; what they do not say is as the fields of a framework have it by themselves.
 */
export async function fromOscal(
  content: string,
  files: readonly OscalFile[],
  own: OwnCatalogs,
): Promise<OscalPack> {
  const document = oscalDocument(content, 'The document');
  const notes = new Notes();
  const problems: PackProblem[] = [];
  const note = (message: string) => notes.add(message);
  const source: Source =
    document.kind === 'catalog'
      ? { kind: 'catalog', catalog: document.catalog, name: '' }
      : { kind: 'profile', profile: await sourcesOf(document.profile, { files, own, note }), name: '' };
  const told = {
    note,
    problem: (path: string, message: string) => problems.push({ line: 0, path, control: null, message }),
  };
  const { all, params } = controlsOf(source, told);
  const fill = paramFiller(params);
  const kept = all.filter(({ control }) => !isWithdrawn(control));
  if (kept.length > packLimits.controls)
    throw invalid(
      'content',
      `A pack may have at most ${packLimits.controls} controls; this has ${kept.length}`,
    );
  for (const { control } of all)
    if (isWithdrawn(control)) notes.of('withdrawn, and therefore left out', control.id);
  const controls = kept.map(({ control, path }, n) => {
    const at = { line: n + 1, path };
    const written = asWritten(control, fill, {
      note: (message) => notes.of(message, control.id),
      problem: (message) => problems.push({ ...at, control: control.id, message }),
    });
    if (!('appliesWhen' in written))
      notes.of('no expression says when it applies: it applies always', control.id);
    if (idOf(control.id) !== control.id) notes.of('the id is written in lower case, with dashes', control.id);
    return { control: { ...written, ...checksOf(written) }, ...at };
  });
  const { metadata } = document.kind === 'catalog' ? document.catalog : document.profile;
  return {
    kind: `oscal-${document.kind}`,
    head: headOf(
      metadata,
      kept.map(({ control }) => control),
    ),
    controls,
    problems,
    notes: notes.lines(),
  };
}

/** Our catalogs name every parameter of a check; those that are as usual are left out. */
function checksOf({ checks }: Readonly<Record<string, unknown>>) {
  const named = PackControl.shape.checks.safeParse(checks);
  if (checks === undefined || !named.success) return {};
  return { checks: named.data.map((one) => (typeof one === 'string' ? one : nameOf(one))) };
}

/** What a document says of itself; the id is made of its title, unless the import gives one. */
function headOf(metadata: OscalCatalog['metadata'], controls: readonly OscalControl[]) {
  const nature = natureOf(controls);
  return {
    id: metadata.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 60)
      .replace(/-+$/, ''),
    title: metadata.title.slice(0, 200),
    version: metadata.version.slice(0, 40),
    asOf: metadata['last-modified'].slice(0, 10),
    ...(nature === undefined ? {} : { nature }),
  };
}

/** Notes, those that many controls share in one line. */
class Notes {
  private readonly alone = new Set<string>();
  private readonly shared = new Map<string, string[]>();

  add(message: string): void {
    this.alone.add(message);
  }
  of(message: string, control: string): void {
    const controls = this.shared.get(message);
    if (controls) controls.push(control);
    else this.shared.set(message, [control]);
  }
  lines(): string[] {
    const each = [...this.shared].map(
      ([message, controls]) => `${message} (${controls.length}): ${listed(controls)}`,
    );
    return [...each, ...this.alone].slice(0, mostNotes);
  }
}

const listed = (ids: readonly string[]): string =>
  ids.length > mostNames
    ? `${ids.slice(0, mostNames).join(', ')} and ${ids.length - mostNames} more`
    : ids.join(', ');
