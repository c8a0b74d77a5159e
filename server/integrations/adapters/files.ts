import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';

/** Files under `folder`, each named by its SHA-256: written aside, synced, then renamed into place. */
export function fileStore(folder: string): FileStore {
  const pathOf = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256');
    return join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    async put(bytes, limitBytes) {
      const aside = join(folder, 'incoming', randomUUID());
      await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
      try {
        const stored = await writeAside(aside, bytes, limitBytes);
        const path = pathOf(stored.sha256);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        if (await stat(path).catch(() => null)) await rm(aside);
        else await rename(aside, path);
        await syncFolder(dirname(path));
        return stored;
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
    open: (sha256, range) => createReadStream(pathOf(sha256), range),
    read: (sha256) => readFile(pathOf(sha256)),
  };
}

async function writeAside(path: string, bytes: AsyncIterable<Uint8Array> | Uint8Array, limitBytes: number) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

const tooLarge = (limitBytes: number) =>
  new Refusal('limit', `file is larger than the limit of ${Math.floor(limitBytes / 1_000_000)} MB`, {
    limitBytes,
  });

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {});
  await handle.close();
}
