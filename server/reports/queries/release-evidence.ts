import { z } from 'zod';
import { decisionsOn } from '@/server/gates/queries/decisions';
import { policiesByDigest } from '@/server/gates/queries/policies';
import { read } from '@/server/kernel/operation';
import { manifestBytes, releaseById } from '@/server/releases/queries/releases';
import { dossiersOn, signedStatements } from '@/server/signoff/queries/signoffs';

const policyOf = ({ statement }: { readonly statement: Uint8Array }) =>
  (JSON.parse(Buffer.from(statement).toString()) as { policy_digest: string }).policy_digest;

/** Every signed document about one digest of a release: exact bytes, as they are stored. */
export const getReleaseEvidence = read({
  input: z.strictObject({ releaseId: z.string(), digest: z.string() }),
  of: 'Release',
  run: async ({ db, input: { releaseId, digest } }) => {
    const release = await releaseById(db, releaseId);
    const manifest = await manifestBytes(db, digest);
    if (!release || !manifest) return undefined;
    const statements = await signedStatements(db, digest);
    const decisions = await decisionsOn(db, digest);
    const named = [
      ...statements.map(policyOf),
      ...decisions.flatMap(({ policyDigest }) => policyDigest ?? []),
    ];
    return {
      ...release,
      manifest,
      statements,
      decisions,
      dossiers: await dossiersOn(db, digest),
      policies: await policiesByDigest(db, named),
    };
  },
});
