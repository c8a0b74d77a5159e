import { unusualParams } from '@/policies/frameworks/check-params';
import type { CheckUse, Control } from '@/policies/frameworks/contract';
import { invalid } from '@/server/kernel/refusal';
import { type CheckName, ControlName, type PackControl } from '../schema/pack';

/** A control as people write it: `asControl` the other way round. */
export const asWritten = (control: Control): PackControl => ({
  id: control.id,
  title: control.title,
  citation: control.citation,
  ...(isPlain(control) ? {} : { citations: [...control.citations] }),
  requirement: control.requirement,
  appliesWhen: control.applicability,
  scope: control.scope,
  severity: control.severity,
  blocksIn: control.severity === 'blocking' ? [...control.blocks_in] : ['production'],
  owner: control.owner_role,
  signoffs: [...control.required_signoffs],
  evidence: control.evidence_required.map(({ any_of: items }) => items.map(({ type }) => type)),
  optionalEvidence: control.evidence_optional.map(({ type }) => type),
  checks: control.automation.checks.map(nameOf),
  checksDecide: control.automation.decides,
  obligation: control.obligation_level,
  reviewDays: control.review_days,
  reopenedBy: [...control.re_review_triggers],
  appliesFrom: control.applies_from,
  appliesFromByPath: control.applies_from_by_path ? { ...control.applies_from_by_path } : null,
  ...(control.waivable === (control.binding_nature !== 'law') ? {} : { waivable: control.waivable }),
  themes: [...control.themes],
  genaiActions: [...control.genai_actions],
  mapsTo: control.maps_to.map(({ id, relation, theme, shared_evidence: shared, remark }) => ({
    ...{ id, relation },
    ...(theme === '' ? {} : { theme }),
    ...(shared.length === 0 ? {} : { sharedEvidence: [...shared] }),
    ...(remark === undefined ? {} : { remark }),
  })),
  note: control.note,
});

const isPlain = ({ citation, citations }: Control) => citations.length === 1 && citations[0] === citation;

/** The id alone where every parameter is as usual. */
export function nameOf(use: CheckUse): CheckName {
  const params = unusualParams(use);
  // What stands in a control was a parameter when it was written.
  return Object.keys(params).length === 0
    ? use.check
    : { check: use.check, params: params as Exclude<CheckName, string>['params'] };
}

/**
 * Controls under ids of their own; relations among them go on naming each other.
 * @throws Refusal invalid for an id that would be too long
 */
export function underPrefix(controls: readonly PackControl[], prefix: string): PackControl[] {
  const own = new Set(controls.map(({ id }) => id));
  return controls.map((control) => {
    const id = `${prefix}${control.id}`;
    if (!ControlName.safeParse(id).success)
      throw invalid('idPrefix', `${id} has more than 80 characters: choose a shorter prefix`);
    const mapsTo = control.mapsTo.map((one) => (own.has(one.id) ? { ...one, id: prefix + one.id } : one));
    return { ...control, id, mapsTo };
  });
}
