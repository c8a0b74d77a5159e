import { fromBase64, type Sha256, toBase64, toHex } from '../../audit/rules/encoding';
import { leafHash } from '../../audit/rules/merkle';
import { pae } from '../../gates/rules/dsse';
import { canonicalBytes } from '../../kernel/canonical';
import { csv } from './csv';

export const manifestType = 'application/vnd.countersign.bundle+json';
export const bundleSchema = 'countersign.bundle/v1';

export interface BundleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface BundleHead {
  readonly org: string;
  /** `sha256:…`; null for an export of the trail alone. */
  readonly release_digest: string | null;
  readonly product_version: string;
  readonly assurance: 'embedded' | 'single-login' | 'separated';
  readonly created_at_us: number;
}

/** What was collected for a bundle. Every byte sequence goes in as it is stored, never written anew. */
export interface BundleParts {
  readonly head: BundleHead;
  readonly log: {
    /** The newest signed note; its size is the number of events. */
    readonly checkpoint: string;
    /** Bodies of all leaves in the order of the log, with the ids they carry. */
    readonly events: readonly { readonly id: string; readonly at_us: number; readonly body: Uint8Array }[];
  };
  readonly manifest: Uint8Array | null;
  readonly dossiers: readonly Uint8Array[];
  readonly policies: readonly {
    readonly environment: string;
    readonly version: number;
    readonly body: Uint8Array;
  }[];
  readonly signoffs: readonly BundleSignOff[];
  /** Sigstore bundles of the gate's decisions, as they were given out. */
  readonly attestations: readonly { readonly decision_id: string; readonly bundle: string }[];
  readonly keys: readonly { readonly id: string; readonly purpose: string; readonly spki: string }[];
  readonly vkeys: readonly string[];
  readonly verifier: { readonly script: Uint8Array; readonly readme: string };
  /** Human copies: report/report.pdf, report/events.csv, release/artifacts.csv, release/diff.json. */
  readonly copies: readonly BundleFile[];
}

export interface BundleSignOff {
  readonly event_id: string;
  readonly statement: Uint8Array;
  readonly key_id: string;
  /** base64 of the DER signature (ECDSA P-256, SHA-256) by the esign key over the statement. */
  readonly signature: string;
  /** `.tlog-proof` of the event; null while it is not under a checkpoint. */
  readonly proof: string | null;
}

export interface Bundle {
  /** In the order of the archive, without MANIFEST.json and MANIFEST.dsse.json, which come first. */
  readonly files: readonly BundleFile[];
  readonly manifest: Uint8Array;
  /** What the export key signs: the DSSE encoding of the manifest. */
  readonly toSign: Uint8Array;
}

const utf8 = new TextEncoder();
const json = 'application/json';
const file = (path: string, content: string | Uint8Array, mediaType: string): BundleFile => ({
  path,
  bytes: typeof content === 'string' ? utf8.encode(content) : content,
  mediaType,
});

/** The layout of an evidence bundle. Same parts, same bytes. Write `log/` uncompressed: a damaged line can be named. */
export function evidenceBundle(parts: BundleParts, sha256: Sha256): Bundle {
  const files = [
    ...logFiles(parts.log, sha256),
    ...(parts.manifest ? [file('release/release-manifest.json', parts.manifest, json)] : []),
    ...parts.dossiers.map((bytes, n) => file(`release/dossier-${n + 1}.json`, bytes, json)),
    ...parts.policies.map(({ environment, version, body }) =>
      file(`policy/${environment}-${version}.json`, body, json),
    ),
    ...parts.signoffs.flatMap(signOffFiles),
    ...parts.attestations.map(({ decision_id: id, bundle }) =>
      file(`attestations/${id}.sigstore.json`, bundle, json),
    ),
    ...parts.copies,
    ...parts.keys.map(({ id, purpose, spki }) =>
      file(`keys/${purpose}-${id}.pub`, pem(spki), 'application/x-pem-file'),
    ),
    file('keys/log.vkey', parts.vkeys.map((vkey) => `${vkey}\n`).join(''), 'text/plain'),
    file('verify/countersign-verify.mjs', parts.verifier.script, 'text/javascript'),
    file('verify/README.txt', parts.verifier.readme, 'text/plain'),
  ];
  const manifest = canonicalBytes(manifestOf(parts, files, sha256));
  return { files, manifest, toSign: pae(manifestType, manifest) };
}

function manifestOf({ head, log }: BundleParts, files: readonly BundleFile[], sha256: Sha256) {
  const times = log.events.map((event) => event.at_us);
  return {
    schema: bundleSchema,
    ...head,
    filters: null,
    events: log.events.length,
    time_range: {
      from_us: times.reduce<number | null>((least, at) => (least === null || at < least ? at : least), null),
      to_us: times.reduce<number | null>((most, at) => (most === null || at > most ? at : most), null),
    },
    files: files.map(({ path, bytes, mediaType }) => ({
      path,
      size: bytes.length,
      sha256: toHex(sha256(bytes)),
      media_type: mediaType,
    })),
  };
}

/** MANIFEST.dsse.json, from the export key's signature over `toSign`. */
export const manifestEnvelope = (manifest: Uint8Array, signature: Uint8Array): Uint8Array =>
  canonicalBytes({
    payload: toBase64(manifest),
    payloadType: manifestType,
    signatures: [{ sig: toBase64(signature) }],
  });

/** `evidence-<org>-<release>-<yyyymmdd>.zip`; the release's part is the first 12 digits of its digest. */
export function bundleName({ org, release_digest: digest, created_at_us: at }: BundleHead): string {
  const day = new Date(Math.floor(at / 1000)).toISOString().slice(0, 10).replaceAll('-', '');
  return `evidence-${org}-${digest === null ? 'trail' : digest.slice(7, 19)}-${day}.zip`;
}

function logFiles({ checkpoint, events }: BundleParts['log'], sha256: Sha256): BundleFile[] {
  const lines = new Uint8Array(events.reduce((sum, { body }) => sum + body.length + 1, 0));
  let at = 0;
  for (const { body } of events) {
    lines.set(body, at);
    at += body.length;
    lines[at++] = 10;
  }
  const index = events.map(({ id, body }, n) => [n, id, toHex(leafHash(sha256, body))]);
  return [
    file('log/checkpoint', checkpoint, 'text/plain'),
    file('log/events.jsonl', lines, 'application/jsonl'),
    file('log/index.csv', csv(['leaf_index', 'event_id', 'leaf_hash'], index), 'text/csv'),
  ];
}

function signOffFiles({ statement, proof, ...rest }: BundleSignOff, n: number): BundleFile[] {
  const signature = { algorithm: 'ECDSA-P256-SHA256', ...rest };
  return [
    file(`signoffs/${n + 1}.statement.json`, statement, json),
    file(`signoffs/${n + 1}.signature.json`, canonicalBytes(signature), json),
    ...(proof === null ? [] : [file(`signoffs/${n + 1}.tlog-proof`, proof, 'text/plain')]),
  ];
}

/** PEM of a base64 SubjectPublicKeyInfo; throws on other text. */
function pem(spki: string): string {
  if (!fromBase64(spki)) throw new Error('A public key is not in base64');
  return `-----BEGIN PUBLIC KEY-----\n${spki.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;
}
