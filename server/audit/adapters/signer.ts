import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { KeyPurpose, Signer } from '@/server/kernel/context';

export const keyPurposes: readonly KeyPurpose[] = ['gate', 'esign', 'export'];
export type SigningKeys = Readonly<Record<KeyPurpose, KeyObject>>;

/** Signs with ECDSA P-256 over SHA-256, DER. A key's id is the first 16 hex digits of SHA-256 over its SPKI. */
export function signerOf(keys: SigningKeys): Signer {
  const spkiDer = (purpose: KeyPurpose) =>
    createPublicKey(keys[purpose]).export({ type: 'spki', format: 'der' });
  return {
    keyId: (purpose) => createHash('sha256').update(spkiDer(purpose)).digest('hex').slice(0, 16),
    spki: (purpose) => spkiDer(purpose).toString('base64'),
    sign: (purpose, bytes) => sign('sha256', bytes, keys[purpose]),
  };
}

export function generateSigningKeys(): SigningKeys {
  const made = keyPurposes.map((purpose) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return [purpose, privateKey] as const;
  });
  return Object.fromEntries(made) as SigningKeys;
}
