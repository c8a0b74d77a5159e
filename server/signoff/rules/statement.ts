import { canonicalBytes } from '../../kernel/canonical';
import { invalid } from '../../kernel/refusal';
import { digestOf } from '../../releases/rules/manifest';
import type { Meaning, Statement, StatementDraft } from '../schema/statement';

type Sha256 = (bytes: Uint8Array) => Uint8Array;
const dayUs = 86_400_000_000;

/** What a person decides when signing. */
export interface Signing {
  readonly meaning: Meaning;
  readonly reason: string | null;
  readonly conditions: string | null;
}
export type StatementParts = Omit<
  StatementDraft,
  'schema' | 'meaning' | 'conditions_digest' | 'reason_sha256' | 'delegation' | 'valid_until_us'
> & { readonly approval_ttl_days: number };

/**
 * The statement before re-authentication. Throws Refusal('invalid') when a rejection or a conditional approval comes
 * without its text, or conditions come with another meaning.
 */
export function draftStatement(parts: StatementParts, signing: Signing, sha256: Sha256): StatementDraft {
  const { meaning, reason, conditions } = signing;
  if (meaning === 'rejected' && !reason?.trim()) throw invalid('reason', 'A rejection needs a reason');
  if ((meaning === 'approved_with_conditions') !== Boolean(conditions?.trim()))
    throw invalid(
      'conditions',
      'Conditions belong to the meaning approved_with_conditions, which needs them',
    );
  const { approval_ttl_days: ttlDays, ...rest } = parts;
  return {
    schema: 'countersign.esign/v1',
    ...rest,
    meaning,
    conditions_digest: conditions === null ? null : `sha256:${textHex(conditions, sha256)}`,
    reason_sha256: reason === null ? null : textHex(reason, sha256),
    delegation: null,
    valid_until_us: parts.issued_at_us + ttlDays * dayUs,
  };
}

/** The statement that is signed, once the person has authenticated again. */
export const completeStatement = (draft: StatementDraft, auth: Statement['auth']): Statement => ({
  ...draft,
  auth,
});

/** What the signature is over. */
export const statementBytes = (statement: Statement): Uint8Array => canonicalBytes(statement);

/** `sha256:…`; events and files carry the 64 digits without the prefix. */
export const statementDigest = (statement: Statement | StatementDraft, sha256: Sha256): string =>
  digestOf(statement, sha256);

const textHex = (text: string, sha256: Sha256): string =>
  Array.from(sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const sentences: Record<Meaning, string> = {
  reviewed: 'I have reviewed this release. This is not an approval.',
  approved: 'I approve this release for this environment.',
  approved_with_conditions: 'I approve this release for this environment under the conditions stated below.',
  rejected: 'I reject this release for this environment.',
  risk_accepted: 'I accept the risks of this release that the dossier lists. This is not an approval.',
};
export const meaningSentence = (meaning: Meaning): string => sentences[meaning];

/** What the page knows beside the statement; every entry is shown as given, line by line. */
export interface Shown {
  readonly system: string;
  readonly version: string;
  readonly signer: string;
  readonly signing: Signing;
  /** Since the last approved release, one line each; empty = nothing or no earlier release. */
  readonly changes: readonly string[];
  readonly openFindings: readonly string[];
}

/** The exact text to show before signing. Control and bidirectional characters are shown as escapes (Trojan Source). */
export function statementText(draft: StatementDraft, shown: Shown): string {
  const { signing } = shown;
  const list = (items: readonly string[]) =>
    items.length > 0 ? items.map((item) => `  - ${visible(item)}`) : ['  none'];
  return [
    `Release: ${visible(shown.system)} ${visible(shown.version)} (${shortDigest(draft.release_digest)})`,
    `Release digest: ${draft.release_digest}`,
    `Dossier digest: ${draft.dossier_digest}`,
    `Policy digest: ${draft.policy_digest}`,
    `Environment: ${visible(draft.environment)}`,
    `Signer: ${visible(shown.signer)} (${draft.signer.person}) as ${draft.role}`,
    `Valid until: ${new Date(Math.floor(draft.valid_until_us / 1000)).toISOString()}`,
    'Changes since the last approved release:',
    ...list(shown.changes),
    'Open findings:',
    ...list(shown.openFindings),
    `Meaning: ${meaningSentence(draft.meaning)}`,
    ...(signing.conditions === null ? [] : [`Conditions: ${visible(signing.conditions)}`]),
    ...(signing.reason === null ? [] : [`Reason: ${visible(signing.reason)}`]),
  ].join('\n');
}

/** The first 12 digits, to compare by eye. */
export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12);

const visible = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
