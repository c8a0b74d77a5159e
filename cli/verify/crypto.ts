import { createHash, createPublicKey, hash, verify } from 'node:crypto';
import type { VerifyEd25519 } from '@/server/audit/rules/note';
import type { Verify } from '@/server/gates/rules/dsse';

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const spkiOfEd25519 = Buffer.from('302a300506032b6570032100', 'hex');

export const ed25519: VerifyEd25519 = (publicKey, message, signature) => {
  const key = Buffer.concat([spkiOfEd25519, publicKey]);
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
};

/** ECDSA P-256 with SHA-256, DER, by a key given as base64 of its SubjectPublicKeyInfo; false for any other key. */
export const ecdsa =
  (spki: string): Verify =>
  (bytes, signature) => {
    try {
      const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
      if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
      return verify('sha256', bytes, { key, dsaEncoding: 'der' }, signature);
    } catch {
      return false;
    }
  };
