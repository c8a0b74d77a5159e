import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromHex, toBase64, toHex } from './encoding';
import { append, emptyTree, inclusionProof, leafHash, rootOf } from './merkle';
import { checkpointText, noteKey, openNote, parseCheckpoint, parseVkey, writeNote, writeVkey } from './note';
import { grow, subtreesOf } from './tiles';
import { parseTlogProof, proves, writeTlogProof } from './tlog-proof';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const utf8 = new TextEncoder();
const ed25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    }),
    signature,
  );

/** A key of this test: the seed is 32 times the same byte. */
function signer(name: string, byte: number) {
  const seed = Buffer.alloc(32, byte);
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const key = noteKey(sha256, name, new Uint8Array(spki.subarray(-32)));
  return {
    key,
    over: (text: string) => ({ key, signature: new Uint8Array(sign(null, utf8.encode(text), secret)) }),
  };
}

const origin = 'countersign.example.com/log/org_a/1';
const log = signer(origin, 1);
const witness = signer('witness.example', 2);
const root = sha256(utf8.encode('root'));
const text = checkpointText({ origin, size: 70_000, root });

describe('signed note', () => {
  it('reads the verifier key and note of the Go checksum database documentation', () => {
    const key = parseVkey(sha256, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const published =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(openNote(ed25519, published, [key]).signedBy).toEqual([key]);
    expect(() => openNote(ed25519, published.replace('answer', 'Answer'), [key])).toThrow(
      'PeterNeumann (key c74f20a3) is wrong',
    );
  });

  it('writes and opens a checkpoint with a witness it does not know', () => {
    const note = writeNote(text, [log.over(text), witness.over(text)]);
    const opened = openNote(ed25519, note, [log.key]);
    expect(opened.unknown).toBe(1);
    expect(parseCheckpoint(opened.text)).toEqual({ origin, size: 70_000, root });
    expect(openNote(ed25519, note, [log.key, witness.key]).signedBy).toEqual([log.key, witness.key]);
    expect(parseVkey(sha256, writeVkey(log.key))).toEqual(log.key);
  });

  it('accepts 16 signatures and ignores all it does not know', () => {
    const many = Array.from({ length: 15 }, (_, n) => signer(`w${n}.example`, n + 10).over(text));
    expect(openNote(ed25519, writeNote(text, [...many, log.over(text)]), [log.key]).unknown).toBe(15);
  });

  it('refuses a note of which a known key failed, signed twice, or is missing', () => {
    const other = log.over(text.replace('70000', '70001'));
    expect(() => openNote(ed25519, writeNote(text, [other]), [log.key])).toThrow('is wrong');
    expect(() =>
      openNote(ed25519, writeNote(text, [witness.over(text), other]), [log.key, witness.key]),
    ).toThrow('is wrong');
    expect(() => openNote(ed25519, writeNote(text, [log.over(text), log.over(text)]), [log.key])).toThrow(
      'twice',
    );
    expect(() => openNote(ed25519, writeNote(text, [witness.over(text)]), [log.key])).toThrow('No known key');
  });

  it.each([
    ['', 'empty line'],
    ['text\n', 'empty line'],
    ['text\n\n', 'empty line'],
    ['text\n\n— a b', 'empty line'],
    ['text\n\n- a AAAAAAAA\n', 'em dash'],
    ['text\n\n— a !!!!\n', 'em dash'],
    ['te\rxt\n\n— a AAAAAAAA\n', 'control characters'],
    [`${'x'.repeat(100_001)}\n\n— a AAAAAAAA\n`, 'at most 100000 bytes'],
    [`x\n\n${'— a AAAAAAAA\n'.repeat(101)}`, 'at most 100 signatures'],
  ])('refuses the malformed note %#', (note, message) => {
    expect(() => openNote(ed25519, note, [log.key])).toThrow(message);
  });

  it.each([
    'PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3+AhpcAQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3',
    '',
  ])('refuses the verifier key %s', (vkey) => {
    expect(() => parseVkey(sha256, vkey)).toThrow();
  });

  it.each([
    'a\n1\n',
    `a\n01\n${toBase64(root)}\n`,
    `a\n1\nAAAA\n`,
    `a\n1\n${toBase64(root)}`,
    `a b\n1\n${toBase64(root)}\n`,
  ])('refuses the checkpoint text %#', (broken) => {
    expect(() => parseCheckpoint(broken)).toThrow('checkpoint');
  });
});

describe('tlog-proof', () => {
  it('carries a proof that holds for its leaf only', () => {
    const leaves = Array.from({ length: 300 }, (_, n) => leafHash(sha256, utf8.encode(`leaf ${n}`)));
    const rows = new Map(
      grow(sha256, emptyTree, leaves).rows.map((row) => [`${row.level}/${row.index}`, row.hashes]),
    );
    const subtree = subtreesOf(sha256, ({ level, index }) => rows.get(`${level}/${index}`));
    const head = checkpointText({
      origin,
      size: 300,
      root: rootOf(sha256, append(sha256, emptyTree, leaves)),
    });
    const checkpoint = writeNote(head, [log.over(head)]);
    const file = writeTlogProof({
      index: 257,
      hashes: inclusionProof(sha256, subtree, 257, 300),
      checkpoint,
    });
    const proof = parseTlogProof(file);
    expect(writeTlogProof(proof)).toBe(file);
    expect(parseTlogProof(file.replace('index 257', 'extra YWJj\nindex 257'))).toEqual(proof);
    const ports = { sha256, verify: ed25519 };
    expect(proves(ports, proof, leaves[257] ?? root, [log.key])).toBe(true);
    expect(proves(ports, proof, leaves[256] ?? root, [log.key])).toBe(false);
    expect(proves(ports, { ...proof, index: 256 }, leaves[257] ?? root, [log.key])).toBe(false);
    expect(() => proves(ports, proof, root, [witness.key])).toThrow('No known key');
    for (const broken of [
      file.slice(1),
      file.replace('index 257', 'index 0257'),
      file.replace('index', 'Index'),
      '',
    ])
      expect(() => parseTlogProof(broken)).toThrow('proof');
  });
});

describe('encoding', () => {
  it('is strict', () => {
    expect(toHex(fromHex('00ff') ?? root)).toBe('00ff');
    for (const text of ['0', 'zz', 'AA']) expect(fromHex(text)).toBeNull();
    for (const text of ['AA', 'AA=', 'AAA', 'AB==', ' AAAA', 'AA_-']) expect(fromBase64(text)).toBeNull();
    expect(fromBase64('AAECAw==')).toEqual(Uint8Array.of(0, 1, 2, 3));
  });
});
