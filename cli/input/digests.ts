import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeFile } from '@/server/registry/rules/model-identity';
import { badData, type Terminal } from '../terminal';
import { bytesOf } from './files';

export async function fileDigest(path: string, terminal: Terminal): Promise<string> {
  const sha256 = createHash('sha256');
  for await (const chunk of bytesOf(path, terminal)) sha256.update(chunk);
  return sha256.digest('hex');
}

/** Every file of a folder, hidden ones too. Symbolic links and devices are refused: their content is elsewhere. */
export async function filesUnder(root: string, folder: string, terminal: Terminal): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesUnder(root, path, terminal)));
    else if (entry.isFile()) {
      const { size } = await lstat(join(root, path));
      files.push({ path, size, sha256: await fileDigest(join(root, path), terminal) });
    } else
      throw badData(`${join(root, path)} is neither a file nor a folder; a tree digest cannot follow links`);
  }
  return files;
}
