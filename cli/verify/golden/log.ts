import { canonicalBytes } from '@/server/kernel/canonical';
import { esign, exporter, gate, hexOf, origin } from './keys';
import { policyDigest, releaseDigest, startUs } from './release';

export interface Twist {
  readonly signer?: string;
  readonly seed?: number;
  /** Leaves these event types out of the log. */
  readonly without?: readonly string[];
  /** Writes key.created for the signing key behind the sign-off. */
  readonly lateKey?: boolean;
  readonly gapInNumbers?: boolean;
  readonly withdrawn?: boolean;
  /** Changes the statement after it was signed. */
  readonly forgedMeaning?: boolean;
  readonly noStatement?: boolean;
}

interface Planned {
  readonly type: string;
  readonly ref: string;
  readonly change: readonly unknown[];
  readonly person?: string;
  readonly ctx?: object;
}

const made = (fields: Record<string, unknown>) =>
  Object.entries(fields).map(([key, to]) => ({ path: `/${key}`, from: null, to }));
const key = (id: string, purpose: string, spki: string): Planned => ({
  type: 'key.created',
  ref: `key/${id}`,
  change: made({ spki, purpose }),
});

function plan(twist: Twist, signer: string, statement: Uint8Array, vkey: string): Planned[] {
  const ctx = { release_digest: releaseDigest, policy_digest: policyDigest };
  const ref = 'release/rel_1';
  const place = `signoffs/production/${signer}`;
  const signed = {
    statement_sha256: hexOf(statement),
    role: 'compliance_officer',
    meaning: 'approved',
    environment: 'production',
  };
  const late = key('key_esign', 'esign', esign.spki);
  const taken = [{ path: `/${place}`, from: { signoff_event: idOf(6) }, to: null }];
  const grant = made({ 'grants/compliance_officer': { scope: 'system/sys_triage' } });
  return [
    { type: 'log.created', ref: 'log/1', change: made({ origin, vkeys: [vkey] }) },
    key('key_gate', 'gate', gate.spki),
    key('key_export', 'export', exporter.spki),
    ...(twist.lateKey ? [] : [late]),
    { type: 'role.granted', ref: `person/${signer}`, change: grant, person: 'per_admin' },
    { type: 'release.submitted', ref, change: [], person: 'per_author', ctx },
    { type: 'signoff.recorded', ref, change: made({ [place]: signed }), person: signer, ctx },
    ...(twist.withdrawn ? [{ type: 'signoff.withdrawn', ref, change: taken, person: signer, ctx }] : []),
    ...(twist.lateKey ? [late] : []),
    { type: 'gate.decided', ref: 'decision/gd_1', change: [], ctx },
  ];
}

const idOf = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Event bodies in the order of the log, a second apart. */
export function logOf(twist: Twist, signer: string, statement: Uint8Array, vkey: string) {
  const seqs = new Map<string, number>();
  const kept = plan(twist, signer, statement, vkey).filter(({ type }) => !twist.without?.includes(type));
  return kept.map(({ type, ref, change, person, ctx }, n) => {
    const seq = (seqs.get(ref) ?? 0) + (twist.gapInNumbers && type === 'signoff.recorded' ? 2 : 1);
    seqs.set(ref, seq);
    const [id, at_us] = [idOf(n), startUs + n * 1_000_000];
    const body = canonicalBytes({
      v: 1,
      id,
      org: 'org_golden',
      at_us,
      type,
      actor: person
        ? { kind: 'user', id: person.replace('per_', 'usr_'), person }
        : { kind: 'system', id: null, person: null },
      on_behalf_of: null,
      delegation: null,
      entity: { ref, seq, name: null },
      action: { op: 'update', outcome: 'success', reason_code: null },
      change,
      source: { request_id: `req_${n}` },
      ctx: ctx ?? {},
    });
    return { id, at_us, type, body };
  });
}
