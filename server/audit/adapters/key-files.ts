import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keyPurposes, type SigningKeys } from './signer';

const Sealed = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('scrypt-n17-r8-p1'),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  ct: z.base64(),
});

export interface InstallationKeys {
  /** Ed25519; signs checkpoints only. */
  readonly log: KeyObject;
  readonly signing: SigningKeys;
  /** Signs session cookies. */
  readonly sessionSecret: string;
}

/**
 * The keys of this installation under `folder` (0700, files 0600), PKCS#8 sealed by AES-256-GCM under a scrypt key of
 * the master key. They are made only while `mayCreate`: a database that has history never gets new keys silently.
 * @throws when a key is missing or the master key does not open it
 */
export function openKeys(
  folder: string,
  masterKey: string | undefined,
  mayCreate: boolean,
): InstallationKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const master = masterKey ?? masterFile(join(folder, 'master.key'), mayCreate);
  const salt = saltFile(join(folder, 'salt'), mayCreate);
  const kek = scryptSync(master, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 });
  const open = (name: string, make: () => KeyObject) =>
    openKey(join(folder, `${name}.key.json`), kek, salt, mayCreate ? make : null);
  const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const signing = keyPurposes.map((purpose) => [purpose, open(purpose, p256)] as const);
  return {
    log: open('log', () => generateKeyPairSync('ed25519').privateKey),
    signing: Object.fromEntries(signing) as SigningKeys,
    sessionSecret: Buffer.from(hkdfSync('sha256', kek, salt, 'countersign.session/v1', 32)).toString(
      'base64url',
    ),
  };
}

const missing = (path: string) =>
  new Error(
    `The key file ${path} is missing, but the database has history signed with it. Restore the keys folder from its backup; a new key is never made silently`,
  );

function masterFile(path: string, mayCreate: boolean): string {
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  if (!mayCreate) throw missing(path);
  const made = randomBytes(32).toString('base64url');
  writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

function saltFile(path: string, mayCreate: boolean): Buffer {
  if (existsSync(path)) return readFileSync(path);
  if (!mayCreate) throw missing(path);
  const made = randomBytes(16);
  writeFileSync(path, made, { mode: 0o600, flag: 'wx' });
  return made;
}

function openKey(path: string, kek: Buffer, salt: Buffer, make: (() => KeyObject) | null): KeyObject {
  if (!existsSync(path)) {
    if (!make) throw missing(path);
    writeFileSync(path, JSON.stringify(seal(make(), kek, salt)), { mode: 0o600, flag: 'wx' });
  }
  const sealed = Sealed.parse(JSON.parse(readFileSync(path, 'utf8')));
  try {
    const decipher = createDecipheriv('aes-256-gcm', kek, Buffer.from(sealed.iv, 'base64'));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const der = Buffer.concat([decipher.update(Buffer.from(sealed.ct, 'base64')), decipher.final()]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    throw new Error(`COUNTERSIGN_MASTER_KEY does not open ${path}: it was sealed under another master key`);
  }
}

function seal(key: KeyObject, kek: Buffer, salt: Buffer): z.infer<typeof Sealed> {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, iv);
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const ct = Buffer.concat([cipher.update(der), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return {
    v: 1,
    kdf: 'scrypt-n17-r8-p1',
    salt: text(salt),
    iv: text(iv),
    tag: text(cipher.getAuthTag()),
    ct: text(ct),
  };
}
