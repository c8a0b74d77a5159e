import type { Control } from '@/policies/frameworks/contract';
import { conflict, invalid, notFound } from '@/server/kernel/refusal';
import type { DraftChange } from '../schema/draft';
import type { PackControl, PackHead } from '../schema/pack';
import { type PackCatalogue, packProblems } from './pack';

export interface Draft {
  readonly head: PackHead;
  readonly controls: readonly PackControl[];
}
/** A control as the newest version that was in use had it. */
export interface UsedControl {
  readonly version: string;
  readonly control: Control;
}
export interface DraftProblem {
  readonly control: string;
  /** Of `PackControl`; null where it is not one of them alone. */
  readonly field: string | null;
  readonly message: string;
}

/** The name of a later version: its last number counts on, as in 1.9 and 1.10. */
export function nextVersion(version: string): string {
  const last = /(\d+)(\D*)$/.exec(version);
  const [whole = '', number = '', rest = ''] = last ?? [];
  if (!last || number.length > 12) return `${version}.1`.slice(-40);
  const next = String(Number(number) + 1).padStart(number.length, '0');
  return `${version.slice(0, version.length - whole.length)}${next}${rest}`;
}

/** What is wrong with a draft, in the words of an import, by control and field. */
export function draftProblems({ head, controls }: Draft, catalogue: PackCatalogue): DraftProblem[] {
  const written = controls.map((control, index) => ({ control, line: index + 1 }));
  return packProblems(head, written, catalogue).map(({ control, message }) => {
    const field =
      /^(appliesWhen|evidence|optionalEvidence|checksDecide|checks|mapsTo)\b/.exec(message)?.[1] ?? null;
    return { control: control ?? '', field: message.startsWith('the id ') ? 'id' : field, message };
  });
}

/**
 * The draft after one change. The id of a control that was in use stays with it for ever.
 * @param used the controls of versions that are or were in use, by id
 * @param written a control as people write it
 * @throws Refusal invalid naming the field; conflict where the control is there already; not_found where it is not
 */
export function changedDraft(
  draft: Draft,
  change: DraftChange,
  used: ReadonlyMap<string, UsedControl>,
  written: (control: Control) => PackControl,
): Draft {
  const { head, controls } = draft;
  switch (change.do) {
    case 'describe':
      return { controls, head: { ...change.head, id: head.id } };
    case 'put':
      return { head, controls: put(controls, change, used) };
    case 'restore':
      return { head, controls: [...controls, written(restored(controls, change.controlId, used))] };
    case 'remove':
      placeOf(controls, change.controlId);
      return { head, controls: controls.filter(({ id }) => id !== change.controlId) };
    case 'move': {
      const moved = controls[placeOf(controls, change.controlId)] as PackControl;
      const others = controls.filter(({ id }) => id !== change.controlId);
      const to = Math.min(change.to - 1, others.length);
      return { head, controls: [...others.slice(0, to), moved, ...others.slice(to)] };
    }
  }
}

function placeOf(controls: readonly PackControl[], controlId: string): number {
  const place = controls.findIndex(({ id }) => id === controlId);
  if (place === -1) throw notFound(`Control ${controlId}`);
  return place;
}

function put(
  controls: readonly PackControl[],
  { controlId, control }: DraftChange & { do: 'put' },
  used: ReadonlyMap<string, UsedControl>,
): readonly PackControl[] {
  const { id } = control;
  if (controlId === id) return controls.with(placeOf(controls, id), control);
  const place = controlId === null ? controls.length : placeOf(controls, controlId);
  if (controlId !== null && used.has(controlId))
    throw invalid('id', `${controlId} is the id of this control in a version that was in use: it stays`);
  if (controls.some((one) => one.id === id))
    throw invalid('id', `Another control of this framework has the id ${id} already`);
  const earlier = used.get(id);
  if (earlier)
    throw invalid(
      'id',
      `${id} was the control "${earlier.control.title}" of version ${earlier.version}: bring that one back, or choose another id`,
    );
  return [...controls.slice(0, place), control, ...controls.slice(place + 1)];
}

function restored(
  controls: readonly PackControl[],
  controlId: string,
  used: ReadonlyMap<string, UsedControl>,
): Control {
  const earlier = used.get(controlId);
  if (!earlier) throw notFound(`Control ${controlId} in a version that was in use`);
  if (controls.some(({ id }) => id === controlId))
    throw conflict(`The draft has the control ${controlId} already`);
  return earlier.control;
}
