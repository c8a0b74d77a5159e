import { invalid } from '../../kernel/refusal';
import { concatBytes, fromBase64, fromHex, sameBytes, type Sha256, toBase64, toHex } from './encoding';

// C2SP signed-note and tlog-checkpoint.

const utf8 = new TextEncoder();
const ed25519 = 1;
const mostBytes = 100_000;
const mostSignatures = 100;

/** A verifier key of a signed note. Only Ed25519 (type 0x01) is read and written. */
export interface NoteKey {
  /** Key name; of a log its origin. No blanks, no plus. */
  readonly name: string;
  /** 4 bytes. */
  readonly id: Uint8Array;
  /** The raw 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Ed25519 verification as the caller has it. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const isKeyName = (name: string) => /^[^\s+\p{Cc}]{1,300}$/u.test(name);

/** SHA-256(name || 0x0A || 0x01 || public key), first 4 bytes. Throws Refusal('invalid') on a bad name or length. */
export function noteKey(sha256: Sha256, name: string, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw invalid('name', 'A key name has 1 to 300 characters, no blanks and no +');
  if (publicKey.length !== 32) throw invalid('publicKey', 'An Ed25519 public key has 32 bytes');
  const id = sha256(concatBytes(utf8.encode(`${name}\n`), Uint8Array.of(ed25519), publicKey)).slice(0, 4);
  return { name, id, publicKey };
}

/** `name+hex(id)+base64(0x01 || public key)` */
export const writeVkey = ({ name, id, publicKey }: NoteKey): string =>
  `${name}+${toHex(id)}+${toBase64(concatBytes(Uint8Array.of(ed25519), publicKey))}`;

/** Reads a vkey; throws Refusal('invalid') when it is malformed, of another type, or its id is not its key's. */
export function parseVkey(sha256: Sha256, text: string): NoteKey {
  const [, name = '', hex = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const [id, typed] = [fromHex(hex), fromBase64(encoded)];
  if (!id || !typed || typed.length === 0)
    throw invalid('vkey', 'A verifier key reads name+8 hex digits+base64');
  if (typed[0] !== ed25519) throw invalid('vkey', `Key type ${typed[0]} is not supported, only Ed25519 (1)`);
  const key = noteKey(sha256, name, typed.slice(1));
  if (!sameBytes(key.id, id)) throw invalid('vkey', `The key id is ${toHex(key.id)}, not ${hex}`);
  return key;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text that is signed: origin, size and root, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin)) throw invalid('origin', 'An origin has 1 to 300 characters, no blanks and no +');
  if (!Number.isSafeInteger(size) || size < 0)
    throw invalid('size', 'A tree size is an integer from 0 to 2^53-1');
  if (root.length !== 32) throw invalid('root', 'A root hash has 32 bytes');
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint; extension lines behind the root are allowed and left alone. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', digits = '', encoded = '', ...rest] = text.split('\n');
  const root = fromBase64(encoded);
  const size = Number(digits);
  if (!isKeyName(origin)) throw invalid('checkpoint', 'Line 1 of a checkpoint is its origin');
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size))
    throw invalid('checkpoint', 'Line 2 of a checkpoint is the tree size as a decimal number below 2^53');
  if (root?.length !== 32)
    throw invalid('checkpoint', 'Line 3 of a checkpoint is the root hash, 32 bytes in base64');
  if (rest.at(-1) !== '' || rest.slice(0, -1).includes(''))
    throw invalid('checkpoint', 'A checkpoint ends with a newline and has no empty line');
  return { origin, size, root };
}

/** The text (which ends with a newline), an empty line, and a line for each signature. */
export function writeNote(
  text: string,
  signatures: readonly { key: NoteKey; signature: Uint8Array }[],
): string {
  if (!text.endsWith('\n')) throw invalid('text', 'The text of a note ends with a newline');
  const lines = signatures.map(
    ({ key, signature }) => `— ${key.name} ${toBase64(concatBytes(key.id, signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

export interface OpenedNote {
  readonly text: string;
  /** The known keys that signed; never empty. */
  readonly signedBy: readonly NoteKey[];
  /** Signature lines of keys that are not known; they say nothing. */
  readonly unknown: number;
}

/** Splits a note without judging its signatures. Throws Refusal('invalid') when it is malformed. */
export function splitNote(note: string) {
  if (utf8.encode(note).length > mostBytes) throw invalid('note', `A note has at most ${mostBytes} bytes`);
  if (/[^\P{Cc}\n]|\p{Surrogate}/u.test(note)) throw invalid('note', 'A note holds no control characters');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || end + 2 === note.length)
    throw invalid('note', 'A note is a text, an empty line and signature lines');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > mostSignatures) throw invalid('note', `A note has at most ${mostSignatures} signatures`);
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (!isKeyName(name) || !bytes || bytes.length < 5)
      throw invalid('note', 'A signature line reads: em dash, key name, base64 of key id and signature');
    return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

/**
 * Opens a note against known keys. Signatures of unknown keys are ignored; it throws Refusal('invalid') when the note
 * is malformed, when a known key's signature is wrong or given twice, or when no known key signed.
 */
export function openNote(verify: VerifyEd25519, note: string, known: readonly NoteKey[]): OpenedNote {
  const { text, signatures } = splitNote(note);
  const message = utf8.encode(text);
  const signedBy: NoteKey[] = [];
  for (const { name, id, signature } of signatures) {
    const key = known.find((candidate) => candidate.name === name && sameBytes(candidate.id, id));
    if (!key) continue;
    if (signedBy.includes(key)) throw invalid('note', `The key ${name} signed twice`);
    if (signature.length !== 64 || !verify(key.publicKey, message, signature))
      throw invalid('note', `The signature of ${name} (key ${toHex(id)}) is wrong`);
    signedBy.push(key);
  }
  if (signedBy.length === 0) throw invalid('note', 'No known key signed this note');
  return { text, signedBy, unknown: signatures.length - signedBy.length };
}
