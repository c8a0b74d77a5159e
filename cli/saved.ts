import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { unreadable } from './input/files';
import { unreachable } from './rest';
import { CliFailure, exitCodes, usageError } from './terminal';

/** Writes beside the file; it gets its name when its digest is the stated one. Returns the digest. */
export async function saved(
  response: Response,
  file: string,
  { stated, replace }: { readonly stated?: string; readonly replace: boolean },
): Promise<string> {
  const part = `${file}.part`;
  try {
    if (!replace) await (await open(file, 'wx')).close();
    const sha256 = await written(response, part);
    if (stated !== undefined && sha256 !== stated)
      throw new CliFailure(
        exitCodes.badSignature,
        `${file} does not have the digest ${stated} that the server states`,
      );
    await rename(part, file);
    return sha256;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usageError(`${file} exists; name another file with --out, or the same to replace it`);
    if (!replace) await rm(file, { force: true });
    throw error instanceof TypeError
      ? unreachable(`the download broke off: ${error.message}`)
      : unreadable(error, file);
  }
}

export async function written(response: Response, path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w', 0o600);
  try {
    for await (const chunk of response.body ?? []) {
      hash.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
