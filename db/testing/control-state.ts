import { controlById, evidenceTypeById } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import type { Assessment } from '@/server/checklists/rules/assessment';
import type { ControlState, Inputs } from '@/server/checklists/rules/control-state';
import { factBase } from '@/server/checklists/rules/derive';
import {
  dayInUs,
  type CheckResult,
  type EvidenceItem,
  type SignOff,
} from '@/server/checklists/rules/evidence';
import { controlState } from '@/server/checklists/rules/status';

export const nowUs = Date.UTC(2026, 10, 22) * 1000;
export const ago = (days: number) => nowUs - days * dayInUs;
export const subject = {
  releaseDigest: 'sha256:r1',
  systemId: 'sys_1',
  environment: 'live',
  orgId: 'org_1',
  vendorIds: [] as string[],
};
export const controller = {
  processes_personal_data: true,
  eu_establishment: true,
  gdpr_roles: ['controller'],
  lawful_bases: ['legitimate_interests'],
  third_party_processors: true,
};
export const covered = { phi: true, hipaa_entity_types: ['covered_provider'], phi_form: ['identifiable'] };

/** What differs from nothing at all: no items, no results, nobody has assessed or signed. */
export interface World {
  answers?: Record<string, unknown>;
  items?: Partial<EvidenceItem>[];
  checks?: Record<string, Partial<CheckResult>>;
  assessed?: Partial<Assessment>[];
  signed?: Partial<SignOff>[];
  inputs?: Partial<Inputs>;
}

export const control = (id: string) => {
  const found = controlById(id);
  if (!found) throw new Error(`no control ${id}`);
  return found;
};

const itemOf = (item: Partial<EvidenceItem>, index: number): EvidenceItem => ({
  id: `evd_${index}`,
  type: 'doc.lia',
  binding: { kind: 'system', id: 'sys_1' },
  givenAtUs: ago(10),
  validUntilUs: null,
  state: 'valid',
  sha256: 'aa',
  ...item,
});

const assessmentOf = (id: string, one: Partial<Assessment>): Assessment => ({
  controlId: id,
  disposition: 'satisfied',
  role: control(id).owner_role,
  reason: 'read it',
  evidenceIds: [],
  byPerson: 'per_1',
  atUs: ago(5),
  binding: { kind: 'release', id: 'sha256:r1' },
  environment: null,
  untilUs: null,
  asked: null,
  ...one,
});

const signOffOf = (one: Partial<SignOff>): SignOff => ({
  role: 'dpo',
  controlId: null,
  byPerson: 'per_2',
  atUs: ago(1),
  ...one,
});

const unconnected: CheckResult = {
  verdict: 'needs_connector',
  note: 'needs connector: scanner',
  inputs: [],
  evidenceRef: null,
  atUs: null,
};

/** The state of a real control; what the world leaves out of an item, assessment or sign-off is in order. */
export function stateOf(id: string, { answers = controller, ...world }: World): ControlState {
  const items = (world.items ?? []).map(itemOf);
  return controlState(control(id), {
    facts: factBase(factModel, answers),
    subject,
    stage: 'production',
    changes: {},
    askedOf: () => 'asked',
    itemsOf: (type) => items.filter((item) => item.type === type),
    itemById: (name) => items.find((item) => item.id === name),
    typeOf: evidenceTypeById,
    resultOf: ({ check }) => ({ ...unconnected, ...world.checks?.[check] }),
    assessmentsOf: () => (world.assessed ?? []).map((one) => assessmentOf(id, one)),
    signOffs: (world.signed ?? []).map(signOffOf),
    nowUs,
    enforceEarly: false,
    ...world.inputs,
  });
}
