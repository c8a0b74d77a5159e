import type { Control } from '@/policies/frameworks/contract';
import { controlParts } from './control-parts';

export interface PartChange {
  readonly part: string;
  /** Changed, decisions about the control have to be confirmed. */
  readonly isAsked: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
}
export interface ControlChange {
  readonly controlId: string;
  readonly title: string;
  readonly parts: readonly PartChange[];
  /** It still asks the same, so that what was decided about it counts on. */
  readonly isCarried: boolean;
}
interface Named {
  readonly controlId: string;
  readonly title: string;
}
export interface PackDiff {
  readonly added: readonly Named[];
  /** Their assessments and evidence are kept, and count again when the id comes back asking the same. */
  readonly removed: readonly Named[];
  readonly changed: readonly ControlChange[];
  readonly unchanged: number;
}

/** What differs between two versions of a pack, control by control: the same id is the same control. */
export function packDiff(before: readonly Control[], after: readonly Control[]): PackDiff {
  const [old, now] = [byId(before), byId(after)];
  const kept = after.flatMap((control) => {
    const earlier = old.get(control.id);
    return earlier ? [changeOf(earlier, control)] : [];
  });
  const changed = kept.filter(({ parts }) => parts.length > 0);
  return {
    added: after.filter(({ id }) => !old.has(id)).map(named),
    removed: before.filter(({ id }) => !now.has(id)).map(named),
    changed,
    unchanged: kept.length - changed.length,
  };
}

const byId = (controls: readonly Control[]) => new Map(controls.map((control) => [control.id, control]));
const named = ({ id, title }: Control): Named => ({ controlId: id, title });

function changeOf(before: Control, after: Control): ControlChange {
  const parts = controlParts.flatMap(({ name, isAsked, of }): PartChange[] => {
    const [was, is] = [of(before), of(after)];
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [{ part: name, isAsked, before: was, after: is }];
  });
  return { ...named(after), parts, isCarried: parts.every(({ isAsked }) => !isAsked) };
}
