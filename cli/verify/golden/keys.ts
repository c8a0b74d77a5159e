import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { noteKey, writeNote, writeVkey } from '@/server/audit/rules/note';

// Keys from fixed seeds, for tests: they protect nothing.

export const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
export const hexOf = (bytes: Uint8Array) => Buffer.from(sha256(bytes)).toString('hex');
export const origin = 'countersign.example.com/log/org_golden/1';

function p256(seed: number): { key: KeyObject; spki: string } {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.alloc(32, seed));
  const point = curve.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const d = Buffer.alloc(32, seed).toString('base64url');
  const key = createPrivateKey({
    key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d },
    format: 'jwk',
  });
  return { key, spki: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64') };
}

export function logKey(seed: number) {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, seed),
  ]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const note = noteKey(sha256, origin, new Uint8Array(spki.subarray(-32)));
  const over = (text: string) =>
    writeNote(text, [{ key: note, signature: new Uint8Array(sign(null, Buffer.from(text), key)) }]);
  return { vkey: writeVkey(note), over };
}

export const [gate, esign, exporter] = [p256(11), p256(12), p256(13)];
