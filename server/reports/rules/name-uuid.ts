/** The RFC 9562 namespace for names that are URLs. */
const urlNamespace = '6ba7b8119dad11d180b400c04fd430c8';
const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/**
 * A UUID of version 5 (RFC 9562 5.5): the same name gives the same UUID.
 * @param sha1 20 bytes of the hash
 */
export function uuidOf(name: string, sha1: (bytes: Uint8Array) => Uint8Array): string {
  const url = new TextEncoder().encode(`https://countersign.dev/ns/oscal#${name}`);
  const bytes = sha1(Uint8Array.from([...bytesOf(urlNamespace), ...url])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index, all) => hex.slice(from, all[index + 1] ?? 32)).join('-');
}
