import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { KeyPurpose, LogIdentity, Signer } from '@/server/kernel/context';
import { originOf } from '../rules/birth';
import { vkeyOf } from './log-signer';

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

/** How an organisation's log names itself and its keys, for the first events of the log. */
export const logIdentityOf =
  (logKey: KeyObject, signer: Signer, baseUrl: string) =>
  (orgId: string): LogIdentity => {
    const origin = originOf(baseUrl, orgId, 1);
    const keys = keyPurposes.map((purpose) => ({
      id: signer.keyId(purpose),
      purpose,
      spki: signer.spki(purpose),
    }));
    return { origin, vkeys: [vkeyOf(logKey, origin)], keys };
  };
