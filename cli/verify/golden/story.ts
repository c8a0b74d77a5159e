import { sign } from 'node:crypto';
import { append, emptyTree, inclusionProof, leafHash, rootOf } from '@/server/audit/rules/merkle';
import { checkpointText } from '@/server/audit/rules/note';
import { grow, subtreesOf } from '@/server/audit/rules/tiles';
import { writeTlogProof } from '@/server/audit/rules/tlog-proof';
import { attest, summary } from '@/server/gates/rules/attestation';
import { canonicalBytes } from '@/server/kernel/canonical';
import { digestOf } from '@/server/releases/rules/manifest';
import type { BundleParts } from '@/server/reports/rules/bundle';
import { esign, exporter, gate, hexOf, logKey, origin, sha256 } from './keys';
import { logOf, type Twist } from './log';
import { approvalOf, manifest, policy, policyDigest, releaseDigest, seen, startUs } from './release';

// One small, complete story of a release. With a twist it does not verify.

/** A log of these events under one key, with its checkpoints and the proof of one leaf. */
function treeOf(events: ReturnType<typeof logOf>, over: (text: string) => string) {
  const hashes = events.map(({ body }) => leafHash(sha256, body));
  const rows = new Map(
    grow(sha256, emptyTree, hashes).rows.map((row) => [`${row.level}/${row.index}`, row.hashes]),
  );
  const subtree = subtreesOf(sha256, ({ level, index }) => rows.get(`${level}/${index}`));
  const head = (size: number) =>
    over(
      checkpointText({
        origin,
        size,
        root: rootOf(sha256, append(sha256, emptyTree, hashes.slice(0, size))),
      }),
    );
  const proofOf = (index: number) =>
    writeTlogProof({
      index,
      hashes: inclusionProof(sha256, subtree, index, events.length),
      checkpoint: head(events.length),
    });
  return { head, proofOf };
}

/** The parts of a bundle, its log's key and its earlier checkpoints by size. */
export function story(twist: Twist = {}) {
  const statement = approvalOf(twist.signer ?? 'per_officer');
  const { vkey, over } = logKey(twist.seed ?? 1);
  const events = logOf(twist, twist.signer ?? 'per_officer', statement, vkey);
  const { head, proofOf } = treeOf(events, over);
  const index = events.findIndex(({ type }) => type === 'signoff.recorded');
  const forged = Buffer.from(Buffer.from(statement).toString().replace('"approved"', '"reviewed"'));
  const signoff = {
    event_id: events[index]?.id ?? '',
    statement: twist.forgedMeaning ? forged : statement,
    key_id: 'key_esign',
    signature: sign('sha256', statement, esign.key).toString('base64'),
    proof: proofOf(index),
  };
  const parts: BundleParts = {
    head: {
      org: 'org_golden',
      release_digest: releaseDigest,
      product_version: '0.1.0',
      assurance: 'embedded',
      created_at_us: startUs + 20_000_000,
    },
    log: { checkpoint: head(events.length), events },
    manifest: canonicalBytes(manifest),
    dossiers: [canonicalBytes(seen)],
    policies: [{ environment: 'production', version: 1, body: canonicalBytes(policy) }],
    signoffs: twist.noStatement ? [] : [signoff],
    attestations: [{ decision_id: 'gd_1', bundle: decisionOf(hexOf(statement)) }],
    ...shared,
    vkeys: [vkey],
  };
  return { parts, events, vkey, head, statement };
}

const shared = {
  keys: [
    { id: 'key_gate', purpose: 'gate', spki: gate.spki },
    { id: 'key_esign', purpose: 'esign', spki: esign.spki },
    { id: 'key_export', purpose: 'export', spki: exporter.spki },
  ],
  verifier: { script: Buffer.from('// the verifier\n'), readme: 'Get the verifier from the release page.\n' },
  copies: [],
};

function decisionOf(statementHex: string): string {
  const bytes = summary({
    verdict: 'allow',
    mode: 'normal',
    decision_id: 'gd_1',
    environment: 'production',
    subjects: [{ name: 'release-manifest.json', sha256: releaseDigest.slice(7) }],
    verifier: { id: 'https://countersign.example.com/gate/v1', version: '0.1.0' },
    resource_uri: 'urn:countersign:release:rel_1',
    policy: { uri: 'urn:countersign:policy:production:1', sha256: policyDigest.slice(7) },
    inputs: [],
    evaluated_at: new Date((startUs + 15_000_000) / 1000).toISOString(),
    expires: new Date((startUs + 615_000_000) / 1000).toISOString(),
    reasons: [],
    dossier_sha256: digestOf(seen, sha256).slice(7),
    signoffs: [{ role: 'compliance_officer', statement_sha256: statementHex }],
    is_four_eyes: true,
    event_id: null,
  });
  const spki = new Uint8Array(Buffer.from(gate.spki, 'base64'));
  return JSON.stringify(
    attest(bytes, { spki, sha256, sign: (data) => new Uint8Array(sign('sha256', data, gate.key)) }),
  );
}
