import { invalid } from '../../kernel/refusal';
import { fromBase64, type Sha256, toBase64 } from './encoding';
import { isIncluded } from './merkle';
import { type NoteKey, openNote, parseCheckpoint, type VerifyEd25519 } from './note';

// C2SP tlog-proof: one leaf's inclusion proof together with the checkpoint that it leads to.

const header = 'c2sp.org/tlog-proof@v1';
const longestProof = 63;

export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The whole signed note. */
  readonly checkpoint: string;
}

/** The `.tlog-proof` file. */
export const writeTlogProof = ({ index, hashes, checkpoint }: TlogProof): string =>
  [header, `index ${index}`, ...hashes.map(toBase64), '', checkpoint].join('\n');

/** Reads a `.tlog-proof` file (a line `extra` is allowed and ignored); throws Refusal('invalid'). */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  if (first !== header)
    throw invalid('proof', `A proof begins with ${header} and has an empty line before the checkpoint`);
  const [position = '', ...encoded] = lines[0]?.startsWith('extra ') ? lines.slice(1) : lines;
  const [, digits] = /^index (0|[1-9][0-9]{0,15})$/.exec(position) ?? [];
  if (digits === undefined)
    throw invalid('proof', 'A proof names the leaf in a line: index and a decimal number');
  if (encoded.length > longestProof) throw invalid('proof', `A proof has at most ${longestProof} hashes`);
  const hashes = encoded.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw invalid('proof', 'The hashes of a proof are 32 bytes in base64');
    return hash;
  });
  return { index: Number(digits), hashes, checkpoint: text.slice(end + 2) };
}

/** True when a known key signed the checkpoint and the leaf is at its index in that tree; throws as `openNote`. */
export function proves(
  { sha256, verify }: { sha256: Sha256; verify: VerifyEd25519 },
  { index, hashes, checkpoint }: TlogProof,
  leaf: Uint8Array,
  known: readonly NoteKey[],
): boolean {
  const { size, root } = parseCheckpoint(openNote(verify, checkpoint, known).text);
  return isIncluded(sha256, { leaf, index, size, root, proof: hashes });
}
