import { createHash, createPublicKey, verify } from 'node:crypto';
import { EventRef } from '@/server/audit/schema/queries';
import { getEvent, getInclusionProof } from '@/server/audit/queries';
import { fromBase64 } from '@/server/audit/rules/encoding';
import { leafHash } from '@/server/audit/rules/merkle';
import { parseVkey, type VerifyEd25519 } from '@/server/audit/rules/note';
import { proves } from '@/server/audit/rules/tlog-proof';
import { canonicalBytes } from '@/server/kernel/canonical';
import { read } from '@/server/kernel/operation';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const ed25519: VerifyEd25519 = (publicKey, message, signature) => {
  const key = Buffer.concat([spkiHead, publicKey]);
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
};

/** Hashes the event anew and checks its way to the signed checkpoint, as the offline verifier does. */
export const checkInclusion = read({
  input: EventRef,
  of: 'Log',
  run: async (work) => {
    const { db, ctx, nowUs, input } = work;
    const { event } = await getEvent.inside({ db, ctx, nowUs }, input);
    const proof = await getInclusionProof.inside({ db, ctx, nowUs }, input);
    const hashes = proof.hashes.map((hash) => fromBase64(hash) ?? new Uint8Array());
    const keys = ctx.ports.logIdentity(proof.orgId).vkeys.map((vkey) => parseVkey(sha256, vkey));
    const { index, checkpoint } = proof;
    const leaf = leafHash(sha256, canonicalBytes(event));
    return {
      ...proof,
      holds: proves({ sha256, verify: ed25519 }, { index, hashes, checkpoint }, leaf, keys),
    };
  },
});
