import type { IncomingMessage } from 'node:http';

const header = 'countersign-address';

/** Writes the caller's network address on the request, over anything the caller wrote there.
 *  @param proxies how many proxies of ours stand in front, each of which appends to X-Forwarded-For */
export function stampAddress(request: IncomingMessage, proxies: number): void {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const given = proxies > 0 ? forwarded.at(-proxies)?.trim() : undefined;
  const address = given || request.socket.remoteAddress || 'unknown';
  request.rawHeaders = request.rawHeaders.filter((_, i, all) => all[i - (i % 2)]?.toLowerCase() !== header);
  request.rawHeaders.push(header, address);
  request.headers[header] = address;
}

/** The network address; the first 64 bits of an IPv6 one, since that much belongs to one household. */
export function addressOf(headers: Pick<Headers, 'get'>): string {
  const address = headers.get(header) ?? 'unknown';
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  return address.split(':').slice(0, 4).join(':');
}

/** Whether a browser says that a page of this host sent the request. Browsers write these two headers themselves;
 *  who sends neither is no page of ours. */
export function isSameOrigin(headers: Pick<Headers, 'get'>, baseUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null && site !== 'same-origin') return false;
  if (origin === null) return site === 'same-origin';
  if (!URL.canParse(origin)) return false;
  return origin === new URL(baseUrl).origin || new URL(origin).host === headers.get('host');
}
