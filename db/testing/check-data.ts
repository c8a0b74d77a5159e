import { evidenceTypeById } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import type { CheckData, ReleaseParts } from '@/server/checklists/rules/check-data';
import { checkResult } from '@/server/checklists/rules/checks';
import { factBase } from '@/server/checklists/rules/derive';

export const nowUs = Date.UTC(2026, 10, 22) * 1000;
const subject = {
  releaseDigest: 'sha256:r',
  systemId: 'sys_1',
  environment: 'live',
  orgId: 'org_1',
  vendorIds: [],
};
export const parts: ReleaseParts = { isFirst: false, models: [], prompts: [], datasets: [], hasConfig: true };
/** What the checks look at: a frozen release of which nothing is known. */
export const data = (more: Partial<CheckData>, answers: Record<string, unknown> = {}): CheckData => ({
  suites: [],
  studies: [],
  measures: [],
  release: parts,
  signOffs: [],
  evaluatorOwners: [],
  rolesAssigned: new Set(),
  rolesNeeded: ['dpo'],
  trail: 'healthy',
  facts: factBase(factModel, answers),
  unanswered: [],
  answers: null,
  classes: { aiAct: null, hipaa: null },
  confirmation: null,
  lateNotices: [],
  accounts: { people: 2, strays: 0 },
  itemsOf: () => [],
  needOf: (id) => {
    const type = evidenceTypeById(id);
    return type && { ...type, type: id };
  },
  subject,
  changes: {},
  nowUs,
  ...more,
});
export const result = (check: string, given: Partial<CheckData>, params: Record<string, unknown> = {}) =>
  checkResult({ check, params }, data(given));
export const verdictOf = (...asked: Parameters<typeof result>) => result(...asked).verdict;
