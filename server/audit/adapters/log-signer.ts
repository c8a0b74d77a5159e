import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { LogSigner } from '../integrator';
import { fromHex, sameBytes, toHex } from '../rules/encoding';
import { isConsistent } from '../rules/merkle';
import { checkpointText, noteKey, writeNote, writeVkey } from '../rules/note';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
type Heads = Record<string, { size: number; root: string }>;

/** Raw 32 bytes of an Ed25519 public key. */
const rawPublicKey = (key: KeyObject): Uint8Array =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);

export const vkeyOf = (key: KeyObject, origin: string): string =>
  writeVkey(noteKey(sha256, origin, rawPublicKey(key)));

/**
 * Signs checkpoints with `key` and keeps the last head of every log in `stateFile`, written and synced before the
 * signature leaves. A head that is not consistent with the kept one is refused: the database was restored or forked.
 */
export function logSigner(key: KeyObject, stateFile: string): LogSigner {
  const heads: Heads = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Heads) : {};
  const publicKey = rawPublicKey(key);
  return {
    lastSize: (origin) => heads[origin]?.size ?? 0,
    async sign(origin, size, root, proof) {
      assertGrows(origin, heads[origin], { size, root }, proof);
      heads[origin] = { size, root: toHex(root) };
      await writeSynced(stateFile, JSON.stringify(heads));
      const text = checkpointText({ origin, size, root });
      const signature = sign(null, Buffer.from(text), key);
      return writeNote(text, [{ key: noteKey(sha256, origin, publicKey), signature }]);
    },
  };
}

function assertGrows(
  origin: string,
  last: Heads[string] | undefined,
  next: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): void {
  if (!last) return;
  const fromRoot = fromHex(last.root);
  if (!fromRoot) throw new Error('the state of the log signer is damaged');
  if (next.size < last.size) {
    throw new Error(
      `The log ${origin} has ${next.size} events, but ${last.size} were signed: the database is older than its signed history. Nothing is signed until it is recovered`,
    );
  }
  const grown =
    next.size === last.size
      ? sameBytes(fromRoot, next.root)
      : isConsistent(sha256, { from: last.size, fromRoot, to: next.size, toRoot: next.root, proof });
  if (!grown)
    throw new Error(`The log ${origin} is not a continuation of what was signed at ${last.size} events`);
}

async function writeSynced(path: string, text: string): Promise<void> {
  const aside = `${path}.new`;
  const file = await open(aside, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(aside, path);
}
