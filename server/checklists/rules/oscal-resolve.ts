import type { OscalCatalog, OscalParam, OscalProfile } from '../schema/oscal';
import { altered } from './oscal-alter';
import { selected } from './oscal-select';
import { type Controls, controlsIn, type Found } from './oscal-tree';

/** What an import names: found beforehand, so that working a profile out reads nothing. */
export type Source =
  | { readonly kind: 'catalog'; readonly catalog: OscalCatalog; readonly name: string }
  | { readonly kind: 'profile'; readonly profile: ProfileSource; readonly name: string };
export interface ProfileSource {
  readonly profile: OscalProfile;
  /** One for each of its imports, in their order. */
  readonly sources: readonly Source[];
}
export interface Resolving {
  readonly problem: (path: string, message: string) => void;
  readonly note: (message: string) => void;
}

/** The controls that a profile selects, with what it sets, removes and adds, in the order of its imports. */
export function resolvedProfile({ profile, sources }: ProfileSource, told: Resolving): Controls {
  const params = new Map<string, OscalParam>();
  const known = new Map<string, Found>();
  const chosen = new Map<string, Found>();
  const isUseFirst = profile.merge?.combine?.method === 'use-first';
  for (const [n, asked] of profile.imports.entries()) {
    const source = sources[n];
    if (!source) continue;
    const from = controlsOf(source, told);
    const path = `profile.imports.${n}`;
    for (const [id, param] of from.params) {
      const other = params.get(id);
      if (other === undefined) params.set(id, param);
      else if (other !== param)
        told.note(`${path}: an earlier import has the parameter ${id} too; it stands`);
    }
    for (const found of from.all) if (!known.has(found.control.id)) known.set(found.control.id, found);
    for (const found of selected(from, asked, path, told.problem)) {
      const { id } = found.control;
      const earlier = chosen.get(id);
      if (earlier === undefined) chosen.set(id, found);
      else if (earlier.origin !== found.origin && !isUseFirst)
        told.problem(
          path,
          `two imports have a control ${id}; merge.combine "use-first" would take the first`,
        );
      else if (earlier.control !== found.control)
        told.note(`${path}: control ${id} stands as an earlier import has it`);
    }
  }
  const all = alteredBy(profile, { chosen, known, params }, told);
  return { all, params };
}

export const controlsOf = (source: Source, told: Resolving): Controls =>
  source.kind === 'catalog' ? controlsIn(source.catalog) : resolvedProfile(source.profile, told);

interface Gathered {
  readonly chosen: ReadonlyMap<string, Found>;
  readonly known: ReadonlyMap<string, Found>;
  readonly params: Map<string, OscalParam>;
}

function alteredBy({ modify }: OscalProfile, { chosen, known, params }: Gathered, told: Resolving): Found[] {
  const made = new Map(chosen);
  for (const [n, alter] of (modify?.alters ?? []).entries()) {
    const path = `profile.modify.alters.${n}`;
    const id = alter['control-id'];
    const found = made.get(id);
    if (found) made.set(id, { ...found, control: altered(found.control, alter, path, told.problem) });
    else if (known.has(id)) told.note(`${path}: control ${id} is not among those selected`);
    else told.problem(path, `there is no control ${id.slice(0, 80)}`);
  }
  for (const { control } of made.values())
    for (const param of control.params ?? []) if (!params.has(param.id)) params.set(param.id, param);
  for (const [n, set] of (modify?.['set-parameters'] ?? []).entries()) {
    const { 'param-id': id, label, values, select } = set;
    const before = params.get(id);
    if (!before) {
      told.problem(`profile.modify.set-parameters.${n}`, `there is no parameter ${id.slice(0, 80)}`);
      continue;
    }
    params.set(id, {
      ...before,
      ...(label === undefined ? {} : { label }),
      ...(select === undefined ? {} : { select }),
      ...(values === undefined ? {} : { values }),
    });
  }
  return [...made.values()];
}
