import type { OscalCatalog, OscalControl, OscalGroup, OscalParam } from '../schema/oscal';

/** A control of a document that is imported. */
export interface Found {
  readonly control: OscalControl;
  /** Where it stands in its document, such as catalog.groups.0.controls.3. */
  readonly path: string;
  /** The ids of the controls that it stands in, the outermost first. */
  readonly within: readonly string[];
  /** The control as its catalog has it, before anything was altered. */
  readonly origin: OscalControl;
}

/** What a catalog, or a profile that was worked out, gives to choose from. */
export interface Controls {
  readonly all: readonly Found[];
  readonly params: ReadonlyMap<string, OscalParam>;
}

/** The controls of a catalog in their order, those inside others too, and the parameters of all of it. */
export function controlsIn(catalog: OscalCatalog): Controls {
  const all: Found[] = [];
  const params = new Map<string, OscalParam>();
  const keep = (list: readonly OscalParam[] | undefined) =>
    list?.forEach((param) => params.set(param.id, param));
  function add(control: OscalControl, path: string, within: readonly string[]): void {
    keep(control.params);
    all.push({ control, path, within, origin: control });
    control.controls?.forEach((one, n) => add(one, `${path}.controls.${n}`, [...within, control.id]));
  }
  function walk(group: OscalGroup, path: string): void {
    keep(group.params);
    group.controls?.forEach((control, n) => add(control, `${path}.controls.${n}`, []));
    group.groups?.forEach((inner, n) => walk(inner, `${path}.groups.${n}`));
  }
  walk(catalog, 'catalog');
  return { all, params };
}
