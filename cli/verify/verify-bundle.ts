import { toBase64 } from '@/server/audit/rules/encoding';
import type { NoteKey } from '@/server/audit/rules/note';
import { at } from '@/server/gates/rules/json';
import type { SignOff } from '@/server/gates/rules/quorum';
import { checkManifest, checkManifestSignature, filesOf, openArchive } from './archive';
import {
  checkPrevious,
  checkTree,
  keysOfLog,
  openCheckpoint,
  parseTrustPolicy,
  type TrustPolicy,
} from './checkpoint';
import { checkDecision, decideAgain } from './decisions';
import { type Files, readDocuments } from './documents';
import { checkEvents, compareWithIndex, type Leaf, readLeaves } from './events';
import { keysIn } from './history';
import { Failure, Ledger, type VerifyReport } from './report';
import { checkGivenFiles, type GivenFile } from './sealed-files';
import { checkSignOffs, type Trusted } from './signoffs';

export interface VerifyOptions {
  /** Text of a C2SP tlog-policy, obtained from somewhere else than the bundle. */
  readonly trustPolicy?: string;
  /** Text of an earlier checkpoint of the same log. */
  readonly previous?: string;
  /** The verifier id that the gate's attestations must carry. */
  readonly verifierId?: string;
  /** Files to find in the log. */
  readonly documents?: readonly GivenFile[];
}

/** Checks an evidence bundle with no network. Never throws on bad input: a failed check is part of the report. */
export function verifyBundle(zipBytes: Buffer, options: VerifyOptions = {}): VerifyReport {
  const ledger = new Ledger();
  const entries = ledger.run('archive', () => {
    const value = openArchive(zipBytes);
    return { detail: `${value.size} files, safe to read`, value };
  });
  const found = entries && verifyFiles(ledger, filesOf(entries), () => checkManifest(entries), options);
  return {
    ok: ledger.checks.every(({ ok }) => ok),
    checks: ledger.checks,
    incomplete: ledger.incomplete,
    firstBadIndex: ledger.firstBadIndex,
    events: found?.leaves.length ?? 0,
    treeSize: found?.checkpoint?.size ?? null,
    root: found?.checkpoint ? toBase64(found.checkpoint.root) : null,
  };
}

function verifyFiles(ledger: Ledger, files: Files, manifestCheck: () => unknown, options: VerifyOptions) {
  const manifest = ledger.run('manifest', () => ({
    detail: 'every file has the digest stated',
    value: manifestCheck(),
  }));
  const leaves = readLeaves(files.get('log/events.jsonl') ?? Buffer.alloc(0));
  ledger.run('leaves', () => {
    compareWithIndex(leaves, (files.get('log/index.csv') ?? Buffer.alloc(0)).toString('utf8'));
    return { detail: `${leaves.length} leaves have the hashes listed`, value: true };
  });
  const keys = ledger.run('log keys', () => logKeys(leaves, options));
  const checkpoint = keys && verifyLog(ledger, files, leaves, keys.noteKeys, options);
  if (keys) noteWhatIsMissing(ledger, options, keys.policy);
  if (manifest === null || !keys || !checkpoint) return { leaves, checkpoint };
  ledger.run('manifest signature', () => {
    const { id } = checkManifestSignature(files, keysIn(leaves));
    return { detail: `signed by the export key ${id}`, value: id };
  });
  const events = ledger.run('events', () => {
    checkEvents(leaves, String(at(manifest, 'org')), checkpoint.origin.endsWith('/1'));
    return { detail: `${leaves.length} canonical events, numbers without gaps`, value: true };
  });
  if (events) checkGivenFiles(ledger, leaves, options.documents ?? []);
  const digest = at(manifest, 'release_digest');
  if (events && typeof digest === 'string')
    verifyRelease(ledger, { files, leaves, noteKeys: keys.noteKeys }, digest, manifest, options);
  return { leaves, checkpoint };
}

function logKeys(leaves: readonly Leaf[], { trustPolicy }: VerifyOptions) {
  const own = keysOfLog(leaves);
  const policy = trustPolicy === undefined ? null : parseTrustPolicy(trustPolicy);
  const detail = policy ? `${policy.logs.length} from the trust policy` : `${own.length} from the log itself`;
  return { detail, value: { noteKeys: policy?.logs ?? own, policy } };
}

function verifyLog(
  ledger: Ledger,
  files: Files,
  leaves: readonly Leaf[],
  keys: readonly NoteKey[],
  options: VerifyOptions,
) {
  const checkpoint = ledger.run('checkpoint', () => {
    const value = openCheckpoint((files.get('log/checkpoint') ?? Buffer.alloc(0)).toString('utf8'), keys);
    return { detail: `${value.origin}, size ${value.size}, signature holds`, value };
  });
  if (!checkpoint) return null;
  ledger.run('tree', () => {
    checkTree(leaves, checkpoint);
    return { detail: `root ${toBase64(checkpoint.root)}`, value: true };
  });
  const { previous } = options;
  if (previous !== undefined)
    ledger.run('consistency', () => {
      const value = checkPrevious(leaves, checkpoint, previous, keys);
      return { detail: `nothing changed in the first ${value.size} leaves`, value };
    });
  return checkpoint;
}

function noteWhatIsMissing(ledger: Ledger, { previous }: VerifyOptions, policy: TrustPolicy | null) {
  if (!policy && previous === undefined)
    ledger.incomplete.push(
      'No outside checkpoint: the log vouches for its own key. Give --trust-policy with the key of the log, or ' +
        '--previous with a checkpoint you kept, so that a rewritten log cannot pass.',
    );
  if (policy?.wantsWitnesses)
    ledger.incomplete.push(
      'The trust policy asks for witnesses; their cosignatures are not checked by this version.',
    );
}

function verifyRelease(
  ledger: Ledger,
  log: Omit<Trusted, 'documents'>,
  digest: string,
  manifest: unknown,
  { verifierId }: VerifyOptions,
) {
  const documents = ledger.run('release', () => {
    const value = readDocuments(log.files, digest);
    return { detail: `${value.manifest.system.name} ${value.manifest.version}, ${digest}`, value };
  });
  if (!documents) return;
  const trusted: Trusted = { ...log, documents };
  const signoffs = ledger.run('sign-offs', () => {
    const value = checkSignOffs(trusted);
    return { detail: `${value.length}: statement, signature, key, role and author checked`, value };
  });
  if (!signoffs) return;
  ledger.run('quorum', () => ({
    detail: quorumText(trusted, signoffs, Number(at(manifest, 'created_at_us'))),
    value: true,
  }));
  ledger.run('decisions', () => {
    const names = [...log.files.keys()].filter((name) => /^attestations\/[^/]+\.sigstore\.json$/.test(name));
    const all = names.map((name) =>
      checkDecision(trusted, signoffs, (log.files.get(name) ?? Buffer.alloc(0)).toString('utf8'), verifierId),
    );
    const passed = all.filter((one) => one.has_passed).length;
    return { detail: `${all.length} attestations of the gate hold, ${passed} of them PASSED`, value: all };
  });
  if ([...documents.policies.values()].some(({ forbid }) => forbid.includes('evaluator_owner')))
    ledger.incomplete.push(
      'A policy keeps the owners of suites from signing; who owns a suite is not in the log.',
    );
}

/** What each environment's sign-offs amounted to when the bundle was made; a release need not be approved to be exported. */
function quorumText(trusted: Trusted, signoffs: readonly SignOff[], us: number): string {
  if (!Number.isSafeInteger(us)) throw new Failure('MANIFEST.json does not say when the bundle was made');
  const lines = [...trusted.documents.policies].map(([policy, { environment }]) => {
    const { counted, reasons } = decideAgain(trusted, signoffs, { environment, policy, dossier: null, us });
    const open = reasons.filter(({ code }) => code.startsWith('SIGNOFF_') || code === 'SOD_VIOLATION');
    return `${environment} (${policy.slice(7, 19)}): ${counted.length} counted, ${open.length === 0 ? 'complete' : open.map(({ message }) => message).join(' ')}`;
  });
  return lines.length === 0 ? 'no policy in the bundle' : lines.join('; ');
}
