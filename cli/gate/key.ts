import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Verify } from '@/server/gates/rules/dsse';
import { readCredentials } from '../credentials';
import { textOf } from '../input/files';
import { badData, type Terminal, usageError } from '../terminal';

/** An ECDSA P-256 public key in PEM. Throws CliFailure 65 naming `where`. */
export function openKey(pem: string, where: string): KeyObject {
  try {
    const key = createPublicKey({ key: pem, format: 'pem' });
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // the same answer for what is no key and for a key of another kind
  }
  throw badData(`${where} is not the public key of a gate (ECDSA P-256, PEM)`);
}

/** `sha256:…` over the DER SubjectPublicKeyInfo, to compare by eye. */
export const keyFingerprint = (key: KeyObject): string =>
  `sha256:${createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex')}`;

export const verifierWith =
  (key: KeyObject): Verify =>
  (bytes, signature) =>
    verify('sha256', bytes, { key, dsaEncoding: 'der' }, signature);

/**
 * The key that decisions must be signed with: of `--policy-key`, else COUNTERSIGN_GATE_KEY (a file or the PEM itself),
 * else of the last login at that server; offline, of the last login anywhere. None is a usage error: a key that came
 * with the answer would prove nothing.
 */
export async function pinnedKey(
  path: string | undefined,
  url: string | null,
  terminal: Terminal,
): Promise<KeyObject> {
  const given = path ?? (terminal.env['COUNTERSIGN_GATE_KEY'] || undefined);
  if (given?.startsWith('-----BEGIN')) return openKey(given, 'COUNTERSIGN_GATE_KEY');
  if (given !== undefined) return openKey(await textOf(given, terminal, 10_000), given);
  const kept = await readCredentials(terminal);
  if (kept && (url === null || kept.url === url)) return openKey(kept.gateKey, 'the key that login kept');
  throw usageError(
    'no key to verify the decision with: give --policy-key, or sign in with countersign login',
  );
}
