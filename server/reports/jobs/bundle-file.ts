import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getInclusionProof } from '@/server/audit/queries';
import { fromBase64, toBase64, toHex } from '@/server/audit/rules/encoding';
import { leafHash } from '@/server/audit/rules/merkle';
import { writeTlogProof } from '@/server/audit/rules/tlog-proof';
import type { Ctx } from '@/server/kernel/context';
import { productVersion } from '@/server/kernel/version';
import { builtFile } from '../adapters/built-file';
import { zipped } from '../adapters/zip';
import { getReleaseEvidence } from '../queries/release-evidence';
import {
  type BundleFile,
  type BundleParts,
  bundleName,
  evidenceBundle,
  manifestEnvelope,
} from '../rules/bundle';
import { csv } from '../rules/csv';
import { bundleReadme } from '../rules/readme';
import { trailHeader, trailRow } from '../rules/trail-row';
import { coveringCheckpoint, leavesUnder, type TrailLeaf } from './trail-leaves';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const mostBytes = 2_000_000_000;

interface Wanted {
  readonly orgId: string;
  readonly releaseId: string | null;
  readonly releaseDigest: string | null;
}

/** Builds, signs and stores the evidence bundle of a release, or of the whole trail.
 *  @param report report.pdf, null for a bundle without a release */
export async function bundleFile(ctx: Ctx, wanted: Wanted, report: Uint8Array | null) {
  const checkpoint = await coveringCheckpoint(ctx);
  const leaves = await leavesUnder(ctx, checkpoint.size);
  const head = {
    org: wanted.orgId,
    release_digest: wanted.releaseDigest,
    product_version: productVersion,
    assurance: ctx.ports.assurance,
    created_at_us: madeAt(leaves, ctx),
  };
  const { vkeys, keys } = ctx.ports.logIdentity(wanted.orgId);
  const parts: BundleParts = {
    head,
    log: { checkpoint: checkpoint.note, events: leaves },
    ...(await documentsOf(ctx, wanted, leaves)),
    keys,
    vkeys,
    verifier: { script: await verifierScript(), readme: bundleReadme },
    copies: copiesOf(wanted, leaves, report),
  };
  return stored(ctx, parts);
}

async function stored(ctx: Ctx, parts: BundleParts) {
  const { files, manifest, toSign } = evidenceBundle(parts, sha256);
  const archive = zipped([
    ['MANIFEST.json', manifest],
    ['MANIFEST.dsse.json', manifestEnvelope(manifest, ctx.ports.signer.sign('export', toSign))],
    ...files.map(({ path, bytes }) => [path, bytes] as const),
  ]);
  const file = await ctx.ports.files.put(archive, mostBytes);
  return { ...file, fileName: bundleName(parts.head), manifestSha256: hex(manifest) };
}

/** Never before the newest event, whatever this machine's clock says. */
const madeAt = (leaves: readonly TrailLeaf[], ctx: Ctx) =>
  leaves.reduce((newest, { at_us: at }) => Math.max(newest, at), ctx.ports.now() * 1000);

async function verifierScript(): Promise<Uint8Array> {
  const path = builtFile('countersign-verify.mjs');
  if (path === null) throw new Error('countersign-verify.mjs is not built');
  return readFile(path);
}

type Documents = Pick<BundleParts, 'manifest' | 'dossiers' | 'policies' | 'signoffs' | 'attestations'>;

/** Only what the leaves of this bundle speak of: anything later belongs to a later bundle. */
async function documentsOf(ctx: Ctx, wanted: Wanted, leaves: readonly TrailLeaf[]): Promise<Documents> {
  const { releaseId, releaseDigest: digest } = wanted;
  if (releaseId === null || digest === null)
    return { manifest: null, dossiers: [], policies: [], signoffs: [], attestations: [] };
  const found = await getReleaseEvidence(ctx, { releaseId, digest });
  const logged = new Set(leaves.flatMap(({ id, event }) => [id, event.entity.ref]));
  const signoffs = [];
  for (const row of found.statements) if (logged.has(row.eventId)) signoffs.push(await signed(ctx, row));
  return {
    manifest: found.manifest,
    dossiers: found.dossiers.map(({ body }) => body),
    policies: found.policies,
    signoffs,
    attestations: found.decisions
      .filter(({ id }) => logged.has(`gate_decision/${id}`))
      .map(({ id, bundle }) => ({ decision_id: id, bundle: JSON.stringify(bundle) })),
  };
}

type Signed = Awaited<ReturnType<typeof getReleaseEvidence>>['statements'][number];

async function signed(ctx: Ctx, { eventId, statement, keyId, signature }: Signed) {
  const { index, hashes, checkpoint } = await getInclusionProof(ctx, { eventId });
  const bytes = hashes.map((hash) => fromBase64(hash) ?? new Uint8Array());
  return {
    event_id: eventId,
    statement,
    key_id: keyId,
    signature: toBase64(signature),
    proof: writeTlogProof({ index, hashes: bytes, checkpoint }),
  };
}

/** What people read: the report, the release's events and its parts as tables. */
function copiesOf(
  { releaseId, releaseDigest }: Wanted,
  leaves: readonly TrailLeaf[],
  report: Uint8Array | null,
): BundleFile[] {
  const own = leaves.flatMap((leaf, index) =>
    leaf.event.entity.ref === `release/${releaseId}` || leaf.event.ctx.release_digest === releaseDigest
      ? [{ index, leafHash: toHex(leafHash(sha256, leaf.body)), actorName: null, event: leaf.event }]
      : [],
  );
  const utf8 = new TextEncoder();
  const table = (path: string, text: string) => ({ path, bytes: utf8.encode(text), mediaType: 'text/csv' });
  return releaseId === null
    ? []
    : [
        table('report/events.csv', csv(trailHeader, own.map(trailRow))),
        ...(report ? [{ path: 'report/report.pdf', bytes: report, mediaType: 'application/pdf' }] : []),
      ];
}
