import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A secret with 256 random bits behind a prefix that says what it opens: cs_, css_ or csi_. */
export const newSecret = (prefix: 'cs' | 'css' | 'csi'): string =>
  `${prefix}_${randomBytes(32).toString('base64url')}`;

/** The only form in which a secret is stored or compared. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A keyed digest of a network address: tells two callers apart without keeping where they are. */
export const addressDigest = (address: string, key: string): string =>
  createHmac('sha256', key).update(`address ${address}`).digest('hex');
