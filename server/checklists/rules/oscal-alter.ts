import type { OscalAdd, OscalAlter, OscalControl, OscalPart, OscalRemove } from '../schema/oscal';

type Problem = (path: string, message: string) => void;

/** A control with what a profile removes from it and adds to it. */
export function altered(
  control: OscalControl,
  { removes = [], adds = [] }: OscalAlter,
  path: string,
  problem: Problem,
): OscalControl {
  let made = control;
  for (const [n, remove] of removes.entries()) {
    const at = `${path}.removes.${n}`;
    const criteria = ['by-name', 'by-class', 'by-id', 'by-item-name', 'by-ns'] as const;
    if (criteria.every((name) => remove[name] === undefined)) problem(at, 'says nothing to remove by');
    else made = without(made, remove);
  }
  for (const [n, add] of adds.entries()) made = withAdded(made, add, `${path}.adds.${n}`, problem);
  return made;
}

interface Item {
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly ns?: string | undefined;
  readonly class?: string | undefined;
}

const isMeant = (item: Item, kind: string, remove: OscalRemove): boolean =>
  (remove['by-item-name'] === undefined || remove['by-item-name'] === kind) &&
  (remove['by-name'] === undefined || remove['by-name'] === item.name) &&
  (remove['by-class'] === undefined || remove['by-class'] === item.class) &&
  (remove['by-id'] === undefined || remove['by-id'] === item.id) &&
  (remove['by-ns'] === undefined || remove['by-ns'] === item.ns);

function without(control: OscalControl, remove: OscalRemove): OscalControl {
  const kept = <T extends Item>(list: readonly T[] | undefined, kind: string) =>
    list?.filter((item) => !isMeant(item, kind, remove));
  const parts = (list: readonly OscalPart[] | undefined): readonly OscalPart[] | undefined =>
    kept(list, 'part')?.map((part) => ({
      ...part,
      props: kept(part.props, 'prop'),
      parts: parts(part.parts),
    }));
  return {
    ...control,
    params: kept(control.params, 'param'),
    props: kept(control.props, 'prop'),
    parts: parts(control.parts),
  };
}

const joined = <T>(
  there: readonly T[] | undefined,
  more: readonly T[] | undefined,
  isFirst: boolean,
): readonly T[] | undefined =>
  more === undefined ? there : isFirst ? [...more, ...(there ?? [])] : [...(there ?? []), ...more];

/** Without `by-id`, "before" and "after" mean the beginning and the end of the control. */
function withAdded(control: OscalControl, add: OscalAdd, path: string, problem: Problem): OscalControl {
  const { position = 'ending', 'by-id': target, title, params, props, parts } = add;
  const isFirst = position === 'before' || position === 'starting';
  if (target === undefined || target === control.id)
    return {
      ...control,
      title: title ?? control.title,
      params: joined(control.params, params, isFirst),
      props: joined(control.props, props, isFirst),
      parts: joined(control.parts, parts, isFirst),
    };
  if (params || title) problem(path, 'params and title can be added to a control, not to a part of it');
  const isBeside = position === 'before' || position === 'after';
  if (isBeside && props) problem(path, `props cannot stand ${position} a part: use starting or ending`);
  let times = 0;
  const inside = (list: readonly OscalPart[] | undefined): readonly OscalPart[] | undefined =>
    list?.flatMap((part) => {
      if (part.id !== target) return [{ ...part, parts: inside(part.parts) }];
      times += 1;
      if (isBeside) return joined([part], parts, isFirst) ?? [];
      const more = { props: joined(part.props, props, isFirst), parts: joined(part.parts, parts, isFirst) };
      return [{ ...part, ...more }];
    });
  const made = { ...control, parts: inside(control.parts) };
  if (times === 0) problem(path, `the control has no part ${target.slice(0, 80)}`);
  return made;
}
