import { type Sha256, toBase64 } from '../../audit/rules/encoding';
import { canonicalBytes, parseStrictJson } from '../../kernel/canonical';
import { invalid } from '../../kernel/refusal';
import type { Verdict } from '../schema/decision';
import { type Envelope, envelopeOf, seal, type Sign, unseal, type Verify } from './dsse';
import { at, fieldsOf, list, textOf } from './json';

export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const statementType = 'application/vnd.in-toto+json';
export const vsaPredicate = 'https://slsa.dev/verification_summary/v1';
export const extensionKey = 'https://countersign.dev/vsa/v1';

export interface Digested {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}
export interface Input {
  readonly uri: string;
  readonly sha256: string;
}

/** What one decision of the gate says to the outside. Times are RFC 3339 in UTC; digests 64 hexadecimal digits. */
export interface GateDecision {
  readonly verdict: Verdict;
  readonly mode: 'normal' | 'grandfathered' | 'solo';
  readonly decision_id: string;
  readonly environment: string;
  /** The release manifest first, then the artifacts; for something unknown what was asked about. */
  readonly subjects: readonly Digested[];
  readonly verifier: { readonly id: string; readonly version: string };
  readonly resource_uri: string;
  readonly policy: Input | null;
  readonly inputs: readonly Input[];
  readonly evaluated_at: string;
  readonly expires: string;
  readonly reasons: readonly string[];
  readonly dossier_sha256: string | null;
  readonly signoffs: readonly { readonly role: string; readonly statement_sha256: string }[];
  /** Whether the policy keeps authors from signing. */
  readonly is_four_eyes: boolean;
  /** The event of this decision; null before it is recorded. */
  readonly event_id: string | null;
}

/**
 * In-toto statement with a SLSA verification summary (RFC 8785 bytes). Only `allow` is PASSED. Throws
 * Refusal('invalid') without a subject, which DSSE consumers could match with anything.
 */
export function summary(decision: GateDecision): Uint8Array {
  const passed = decision.verdict === 'allow';
  if (decision.subjects.length === 0)
    throw invalid('subjects', 'A verification summary needs at least one subject');
  return canonicalBytes({
    _type: 'https://in-toto.io/Statement/v1',
    subject: decision.subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: vsaPredicate,
    predicate: {
      verifier: { id: decision.verifier.id, version: { countersign: decision.verifier.version } },
      timeVerified: decision.evaluated_at,
      resourceUri: decision.resource_uri,
      ...(decision.policy && {
        policy: { uri: decision.policy.uri, digest: { sha256: decision.policy.sha256 } },
      }),
      inputAttestations: decision.inputs.map(({ uri, sha256 }) => ({ uri, digest: { sha256 } })),
      verificationResult: passed ? 'PASSED' : 'FAILED',
      verifiedLevels: [passed ? 'SLSA_BUILD_LEVEL_UNEVALUATED' : 'FAILED'],
      slsaVersion: '1.2',
      [extensionKey]: extension(decision, passed),
    },
  });
}

const extension = (decision: GateDecision, passed: boolean) => ({
  decision: decision.verdict,
  mode: decision.mode,
  decision_id: decision.decision_id,
  environment: decision.environment,
  expires: decision.expires,
  reasons: decision.reasons,
  dossier_sha256: decision.dossier_sha256,
  signoffs: decision.signoffs,
  properties: passed
    ? [
        'COUNTERSIGN_SIGNED_OFF',
        ...(decision.is_four_eyes && decision.mode !== 'solo' ? ['COUNTERSIGN_FOUR_EYES'] : []),
        ...(decision.mode === 'solo' ? ['COUNTERSIGN_SOLO'] : []),
      ]
    : [],
  event_id: decision.event_id,
});

/** A type, not an interface: it must fit a record of JSON values. */
export type SigstoreBundle = {
  mediaType: typeof bundleMediaType;
  verificationMaterial: { publicKey: { hint: string } };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
};

/** base64 of SHA-256 over the DER SubjectPublicKeyInfo: how a bundle names its key. */
export const keyHint = (spki: Uint8Array, sha256: Sha256): string => toBase64(sha256(spki));

/** Sigstore bundle v0.3 around the signed statement. */
export function attest(
  statement: Uint8Array,
  key: { spki: Uint8Array; sign: Sign; sha256: Sha256 },
): SigstoreBundle {
  const { payload, payloadType, signatures } = seal(statementType, statement, key.sign);
  return {
    mediaType: bundleMediaType,
    verificationMaterial: { publicKey: { hint: keyHint(key.spki, key.sha256) } },
    dsseEnvelope: { payload, payloadType, signatures: [...signatures] },
  };
}

/** What is read back from a verification summary; only the fields that we judge. */
export interface Summary {
  readonly subjects: readonly Digested[];
  readonly verifier: string;
  readonly time_verified: string;
  readonly policy_sha256: string | null;
  readonly has_passed: boolean;
  readonly decision: string;
  readonly mode: string;
  readonly decision_id: string;
  readonly environment: string;
  readonly expires: string;
  readonly reasons: readonly string[];
  readonly dossier_sha256: string | null;
}

/** Reads a bundle's JSON strictly, without judging its signature; throws Refusal('invalid'). At most 1 MiB. */
export function parseBundle(text: string): { hint: string; envelope: Envelope } {
  const value = parseStrictJson(text, { maxBytes: 1_048_576, maxDepth: 16 });
  const bundle = fieldsOf(value, 'bundle', ['mediaType', 'verificationMaterial', 'dsseEnvelope']);
  if (bundle['mediaType'] !== bundleMediaType)
    throw invalid('mediaType', `The bundle is not ${bundleMediaType}`);
  const material = fieldsOf(bundle['verificationMaterial'], 'verificationMaterial', ['publicKey']);
  const { hint } = fieldsOf(material['publicKey'], 'publicKey', ['hint']);
  if (typeof hint !== 'string')
    throw invalid('publicKey.hint', 'The bundle does not say which key signed it');
  return { hint, envelope: envelopeOf(bundle['dsseEnvelope']) };
}

/** The summary in a bundle whose signature holds for the given key; throws Refusal('invalid'). */
export function openBundle(text: string, verify: Verify): Summary {
  return readSummary(unseal(parseBundle(text).envelope, statementType, verify));
}

function readSummary(bytes: Uint8Array): Summary {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const parsed = parseStrictJson(text, { maxBytes: 1_048_576, maxDepth: 16 });
  const statement = fieldsOf(parsed, 'statement', ['_type', 'subject', 'predicateType', 'predicate']);
  if (statement['predicateType'] !== vsaPredicate)
    throw invalid('predicateType', `The statement is not a ${vsaPredicate}`);
  const predicate = statement['predicate'];
  const more = at(predicate, extensionKey);
  const policy = at(predicate, 'policy', 'digest', 'sha256');
  const dossier = at(more, 'dossier_sha256');
  return {
    subjects: list(statement['subject']).map((one) => ({
      name: textOf(at(one, 'name'), 'subject.name'),
      sha256: textOf(at(one, 'digest', 'sha256'), 'subject.digest'),
    })),
    verifier: textOf(at(predicate, 'verifier', 'id'), 'verifier.id'),
    time_verified: textOf(at(predicate, 'timeVerified'), 'timeVerified'),
    policy_sha256: policy === undefined ? null : textOf(policy, 'policy'),
    has_passed: at(predicate, 'verificationResult') === 'PASSED',
    decision: textOf(at(more, 'decision'), 'decision'),
    mode: textOf(at(more, 'mode'), 'mode'),
    decision_id: textOf(at(more, 'decision_id'), 'decision_id'),
    environment: textOf(at(more, 'environment'), 'environment'),
    expires: textOf(at(more, 'expires'), 'expires'),
    reasons: list(at(more, 'reasons')).map((one) => textOf(one, 'reasons')),
    dossier_sha256: dossier === null || dossier === undefined ? null : textOf(dossier, 'dossier_sha256'),
  };
}

export interface Expected {
  readonly environment: string;
  /** 64 hexadecimal digits of the release or an artifact. */
  readonly sha256: string;
  readonly verifier?: string;
  readonly nowMs: number;
  readonly maxAgeMs?: number;
}

/**
 * Why a summary does not answer "may this run here now": wrong subject, environment or verifier ('mismatch'), too old
 * ('stale'), or not passed ('not_allowed'). Null = it does. A minute of clock difference is tolerated.
 */
export function objection(found: Summary, wanted: Expected): 'mismatch' | 'stale' | 'not_allowed' | null {
  const isWanted =
    found.subjects.some(({ sha256 }) => sha256 === wanted.sha256) &&
    found.environment === wanted.environment &&
    (wanted.verifier === undefined || found.verifier === wanted.verifier);
  if (!isWanted) return 'mismatch';
  const [verified, expires] = [Date.parse(found.time_verified), Date.parse(found.expires)];
  const age = wanted.nowMs - verified;
  const isFresh =
    wanted.nowMs < expires && age > -60_000 && age <= (wanted.maxAgeMs ?? Number.POSITIVE_INFINITY);
  if (!isFresh) return 'stale';
  return found.has_passed && found.decision === 'allow' ? null : 'not_allowed';
}
