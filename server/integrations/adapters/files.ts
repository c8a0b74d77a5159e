import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, rmSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileStore, Sweepable } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';

/** Files under `folder`, each named by its SHA-256: written aside, synced, then renamed into place. */
export function fileStore(folder: string): FileStore & Sweepable {
  /** Put since the last sweep began: their time on disk may still be the old one. */
  const justPut = new Set<string>();
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
        justPut.add(stored.sha256);
        await rename(aside, path);
        await syncFolder(dirname(path));
        return stored;
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
    open: (sha256, range) => createReadStream(pathOf(sha256), range),
    read: (sha256) => readFile(pathOf(sha256)),
    /** Removes what is older than `olderThanMs` and not in use, and what an ended process left half-written. */
    async sweep(olderThanMs, inUse) {
      const before = Date.now() - olderThanMs;
      let removed = 0;
      for (const shelf of await readdir(folder).catch(() => [])) {
        const paths = (await readdir(join(folder, shelf))).map((name) => join(folder, shelf, name));
        const old = paths.filter((path) => isOlder(path, before));
        const used =
          shelf === 'incoming' ? new Set<string>() : await inUse(old.map((path) => basename(path)));
        for (const path of old.filter((one) => !used.has(basename(one)))) {
          if (justPut.has(basename(path)) || !isOlder(path, before)) continue;
          rmSync(path, { force: true });
          removed += 1;
        }
      }
      justPut.clear();
      return removed;
    },
  };
}

const isOlder = (path: string, beforeMs: number): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs < beforeMs;
};

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
