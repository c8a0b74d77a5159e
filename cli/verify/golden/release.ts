import type { GatePolicy } from '@/server/gates/schema/policy';
import { dossier } from '@/server/releases/rules/dossier';
import { digestOf, releaseManifest } from '@/server/releases/rules/manifest';
import { completeStatement, draftStatement, statementBytes } from '@/server/signoff/rules/statement';
import { sha256 } from './keys';

export const startUs = 1_795_341_600_000_000;
export const manifest = releaseManifest({
  org: 'org_golden',
  system: { id: 'sys_triage', name: 'Triage assistant' },
  version: '1.2.0',
  previous: null,
  artifacts: [{ role: 'model', name: 'triage-model', digest: { sha256: 'a'.repeat(64) }, size: 42 }],
  prompts: [{ name: 'system', version: '3', digest: { sha256: 'b'.repeat(64) } }],
  datasets: [],
  suites: [{ name: 'triage', digest: { sha256: 'c'.repeat(64) } }],
  studies: [],
  frameworks: [],
  authors: ['per_author'],
});
// In full, not from the defaults: those may change, these bytes may not.
export const policy: GatePolicy = {
  schema: 'countersign.policy/v1',
  environment: 'production',
  require: { suites: ['triage'], studies: [], frameworks: [] },
  on_not_enough_evidence: 'block',
  quorum: [{ role: 'compliance_officer', n: 1 }],
  distinct_persons: true,
  forbid: ['author'],
  min_method: 'password',
  role_seasoning_hours: 0,
  approval_ttl_days: 90,
  any_rejection_blocks: true,
  on_role_lost: 'drop',
};
export const releaseDigest = digestOf(manifest, sha256);
export const policyDigest = digestOf(policy, sha256);
export const seen = dossier(
  {
    org: 'org_golden',
    release_digest: releaseDigest,
    environment: 'production',
    policy_digest: policyDigest,
  },
  {
    suites: [
      {
        name: 'triage',
        of: `sha256:${'c'.repeat(64)}`,
        verdict: 'pass',
        id: 'run_1',
        result: `sha256:${'d'.repeat(64)}`,
        finished_at_us: startUs,
        stale_at_us: null,
      },
    ],
    studies: [],
    checklists: [],
    findings: [],
  },
);

/** The signed statement of a person who approves as compliance officer. */
export function approvalOf(person: string): Uint8Array {
  const draft = draftStatement(
    {
      org: 'org_golden',
      release_digest: releaseDigest,
      dossier_digest: digestOf(seen, sha256),
      policy_digest: policyDigest,
      environment: 'production',
      role: 'compliance_officer',
      signer: { person },
      seen: null,
      nonce: '0'.repeat(32),
      issued_at_us: startUs + 5_000_000,
      approval_ttl_days: 90,
    },
    { meaning: 'approved', reason: 'All thresholds hold', conditions: null },
    sha256,
  );
  const auth = { method: 'password' as const, amr: ['pwd'], acr: null, auth_time: 1_795_341_604 };
  return statementBytes(completeStatement(draft, auth));
}
