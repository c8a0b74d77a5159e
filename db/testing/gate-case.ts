import { releaseManifest } from '@/server/releases/rules/manifest';
import { firstPolicy, GatePolicy } from '@/server/gates/schema/policy';
import type { Question } from '@/server/gates/rules/evaluate';
import type { RoleHeld, SignOff } from '@/server/gates/rules/quorum';

// A release with one approval, for the tests beside this file.

export const digest = `sha256:${'a'.repeat(64)}`;
const hex = (letter: string) => ({ sha256: letter.repeat(64) });
export const day = 86_400_000_000;
export const now = 1_000 * day;
export const manifest = releaseManifest({
  org: 'org_a',
  system: { id: 'sys_a', name: 'A' },
  version: '1',
  previous: null,
  artifacts: [],
  prompts: [],
  datasets: [],
  suites: [{ name: 'triage', digest: hex('1') }],
  studies: [{ name: 'by-sex', digest: hex('2') }],
  frameworks: [{ id: 'gdpr', digest: hex('3') }],
  authors: ['per_author'],
});
export const role = 'compliance_officer';
export const grant = (person: string, change: Partial<RoleHeld> = {}): RoleHeld => ({
  person,
  role,
  scope: 'org',
  from_us: 0,
  to_us: null,
  ...change,
});
export const signed = (person: string, change: Partial<SignOff> = {}): SignOff => ({
  event: `event-${person}`,
  person,
  role,
  meaning: 'approved',
  release_digest: digest,
  environment: 'production',
  method: 'password',
  signed_at_us: now - day,
  valid_until_us: now + 89 * day,
  ...change,
});
export const base: Question = {
  manifest,
  release_digest: digest,
  environment: 'production',
  policy: firstPolicy,
  facts: { suites: [], studies: [], checklists: [], findings: [] },
  incidents: [],
  submission: {
    submitted_at_us: now - 2 * day,
    requester: 'per_author',
    evaluator_owners: [],
    is_revoked: false,
  },
  signoffs: [signed('per_x')],
  withdrawals: [],
  invalidations: [],
  grants: [grant('per_x'), grant('per_y'), grant('per_author')],
  nowUs: now,
};
export const policy = (change: Partial<GatePolicy>) => GatePolicy.parse({ ...firstPolicy, ...change });
