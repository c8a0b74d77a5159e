import { fromBase64 } from '@/server/audit/rules/encoding';
import { keyHint, openBundle, parseBundle, type Summary } from '@/server/gates/rules/attestation';
import { type Decision, evaluate } from '@/server/gates/rules/evaluate';
import type { SignOff } from '@/server/gates/rules/quorum';
import { ecdsa, sha256 } from './crypto';
import { grantsIn, incidentsIn, keysIn, releaseIn } from './history';
import { Failure } from './report';
import type { Trusted } from './signoffs';

/** What `evaluate` says about the release at a moment, from the log and the embedded documents alone. */
export function decideAgain(
  { leaves, documents }: Pick<Trusted, 'leaves' | 'documents'>,
  signoffs: readonly SignOff[],
  at: { environment: string; policy: string; dossier: string | null; us: number },
): Decision {
  const policy = documents.policies.get(at.policy);
  if (!policy) throw new Failure(`The policy ${at.policy} is not in the bundle`);
  const history = releaseIn(leaves, documents.release_digest, at.us);
  return evaluate({
    manifest: documents.manifest,
    release_digest: documents.release_digest,
    environment: at.environment,
    policy,
    facts: documents.dossiers.get(at.dossier ?? '') ?? {
      suites: [],
      studies: [],
      checklists: [],
      findings: [],
    },
    incidents: incidentsIn(leaves, documents.manifest.system.id, at.us),
    // Who owns a suite is not in the log yet: the owners' signatures cannot be excluded here.
    submission: { ...history, evaluator_owners: [] },
    signoffs: signoffs.filter(({ signed_at_us: signed }) => signed <= at.us),
    withdrawals: history.withdrawals,
    invalidations: history.invalidations,
    grants: grantsIn(leaves.filter(({ at_us: time }) => time <= at.us)),
    nowUs: at.us,
  });
}

/** Checks one of the gate's attestations: key from the log, signature, subject, and that PASSED was right. */
export function checkDecision(
  trusted: Trusted,
  signoffs: readonly SignOff[],
  text: string,
  verifierId: string | undefined,
): Summary {
  const { hint } = parseBundle(text);
  const gateKeys = keysIn(trusted.leaves).filter(({ purpose }) => purpose === 'gate');
  const key = gateKeys.find(({ spki }) => keyHint(fromBase64(spki) ?? new Uint8Array(), sha256) === hint);
  if (!key) throw new Failure(`The log names no gate key with the hint ${hint}`);
  const found = openBundle(text, ecdsa(key.spki));
  if (verifierId !== undefined && found.verifier !== verifierId)
    throw new Failure(`${found.decision_id}: expected the verifier ${verifierId}, found ${found.verifier}`);
  const { release_digest: digest } = trusted.documents;
  if (!found.subjects.some(({ sha256: subject }) => `sha256:${subject}` === digest))
    throw new Failure(`${found.decision_id}: expected the subject ${digest}, found another`);
  if (found.has_passed !== (found.decision === 'allow'))
    throw new Failure(
      `${found.decision_id}: its result and its decision "${found.decision}" contradict each other`,
    );
  if (found.has_passed) checkAllowed(trusted, signoffs, found);
  return found;
}

function checkAllowed(trusted: Trusted, signoffs: readonly SignOff[], found: Summary) {
  // The attestation has milliseconds, the log microseconds.
  const us = Date.parse(found.time_verified) * 1000 + 999;
  if (!Number.isSafeInteger(us))
    throw new Failure(`${found.decision_id}: ${found.time_verified} is not a time`);
  const dossier = found.dossier_sha256 === null ? null : `sha256:${found.dossier_sha256}`;
  if (dossier !== null && !trusted.documents.dossiers.has(dossier))
    throw new Failure(`${found.decision_id}: the dossier ${dossier} is not in the bundle`);
  const { environment } = found;
  const again = decideAgain(trusted, signoffs, {
    environment,
    policy: `sha256:${found.policy_sha256 ?? ''}`,
    dossier,
    us,
  });
  if (again.verdict !== 'allow')
    throw new Failure(
      `${found.decision_id}: expected allow, found ${again.verdict}: ${again.reasons.map(({ message }) => message).join(' ')}`,
    );
}
