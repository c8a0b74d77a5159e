import { read } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { refusal } from '@/policies/ability';
import { FileDigest } from '../schema';
import { exportOfFile } from './exports';

/** What a file is that somebody holds, by its SHA-256 alone: which export, and whether it is sealed. */
export const checkFile = read({
  input: FileDigest,
  of: 'Export',
  run: async ({ db, ctx, input }) => {
    const found = await exportOfFile(db, input.sha256);
    if (!found || refusal(ctx.ability, 'read', 'Export', found) !== null)
      throw new Refusal(
        'not_found',
        'No file that you may read has this digest: it was not made here, or it was changed since',
      );
    return found;
  },
});
