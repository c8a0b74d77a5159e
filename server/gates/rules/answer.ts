import { fromBase64, type Sha256, toHex } from '../../audit/rules/encoding';
import { canonicalBytes } from '../../kernel/canonical';
import { dossier, dossierDigest } from '../../releases/rules/dossier';
import { attest, type Digested, type GateDecision, type SigstoreBundle, summary } from './attestation';
import type { Decision, Question } from './evaluate';

/** What is signed, beside what was decided. */
export interface Answering {
  readonly org: string;
  readonly question: Question;
  readonly decision: Decision;
  readonly inForce: { readonly digest: string; readonly version: number } | null;
  /** SHA-256 (hex) of the signed statements, by the event of the sign-off. */
  readonly statements: ReadonlyMap<string, string>;
  /** Digests that were asked about, when no release is known by them. */
  readonly asked: readonly Digested[];
  readonly decisionId: string;
  readonly eventId: string | null;
  readonly validUntilUs: number;
  readonly baseUrl: string;
  readonly version: string;
}

const hexOf = (digest: string) => digest.replace(/^sha256:/, '');
const isoOf = (us: number) => new Date(Math.floor(us / 1000)).toISOString();

/** The decision as its verification summary says it. */
export function gateDecision(answering: Answering, sha256: Sha256): GateDecision {
  const { question, decision, inForce, baseUrl } = answering;
  const { manifest, release_digest: digest, environment, policy } = question;
  const known = manifest !== null && digest !== null;
  const seen =
    known && inForce
      ? dossier(
          { org: answering.org, release_digest: digest, environment, policy_digest: inForce.digest },
          question.facts,
        )
      : null;
  return {
    verdict: decision.verdict,
    mode: 'normal',
    decision_id: answering.decisionId,
    environment,
    subjects: known
      ? [
          { name: 'release-manifest.json', sha256: hexOf(digest) },
          ...manifest.artifacts.map(({ name, digest: { sha256 } }) => ({ name, sha256 })),
        ]
      : answering.asked,
    verifier: { id: `${baseUrl}/gate/v1`, version: answering.version },
    resource_uri: digest === null ? `${baseUrl}/releases/unknown` : `${baseUrl}/releases/${digest}`,
    policy: inForce && {
      uri: `${baseUrl}/gates/${environment}/policies/${inForce.version}`,
      sha256: hexOf(inForce.digest),
    },
    inputs: question.facts.suites.map(({ id, result }) => ({
      uri: `${baseUrl}/evaluations/${id}`,
      sha256: hexOf(result),
    })),
    evaluated_at: isoOf(question.nowUs),
    expires: isoOf(answering.validUntilUs),
    reasons: decision.reasons.map(({ code }) => code),
    dossier_sha256: seen && hexOf(dossierDigest(seen, sha256)),
    signoffs: decision.counted.map(({ role, event }) => ({
      role,
      statement_sha256: answering.statements.get(event) ?? '',
    })),
    is_four_eyes: policy?.forbid.includes('author') ?? false,
    event_id: answering.eventId,
  };
}

/** The signed decision, and a tag that changes when any of what it was decided on changes. */
export function signedAnswer(
  answering: Answering,
  key: { readonly spki: string; readonly sign: (bytes: Uint8Array) => Uint8Array },
  sha256: Sha256,
): { bundle: SigstoreBundle; stateEtag: string } {
  const spki = fromBase64(key.spki);
  if (!spki) throw new Error('the gate key is not base64');
  const { facts, signoffs, withdrawals, submission } = answering.question;
  const state = { facts, signoffs, withdrawals, submission, policy: answering.inForce?.digest ?? null };
  return {
    bundle: attest(summary(gateDecision(answering, sha256)), { spki, sign: key.sign, sha256 }),
    stateEtag: `"${toHex(sha256(canonicalBytes(state))).slice(0, 32)}"`,
  };
}
