import { invalid } from '@/server/kernel/refusal';
import type { PrivateTargets } from '../schema';

export type AddressKind = 'public' | 'private' | 'forbidden';

/** Never asked: metadata services of clouds, link-local, multicast and reserved addresses. */
const forbidden = [
  '169.254.0.0/16', // link-local; AWS, Azure, Google and OpenStack metadata
  '100.100.100.200/32', // Alibaba metadata
  '192.0.0.192/32', // Oracle metadata
  '168.63.129.16/32', // Azure platform
  '224.0.0.0/4',
  '240.0.0.0/4',
  '64:ff9b:1::/48', // NAT64 of a site: where it keeps the IPv4 address is its own choice
  '2001::/32', // Teredo: the IPv4 address is obscured
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::/32', // AWS metadata and time over IPv6
  'fd20:ce::254/128', // Google metadata over IPv6
];
const reserved = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::/127',
  'fc00::/7',
  'fec0::/10', // site-local, as fc00::/7 before 2004
];
/** Ranges whose addresses carry an IPv4 address: mapped, NAT64, 6to4 and the old compatible form; bits to drop. */
const carriers: readonly (readonly [string, bigint])[] = [
  ['::ffff:0:0/96', 0n],
  ['64:ff9b::/96', 0n],
  ['2002::/16', 80n],
  ['::/96', 0n],
];

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function v4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function v6(text: string): bigint | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = v4(dotted?.[2] ?? '0.0.0.0');
  if (tail === null) return null;
  const plain = dotted ? `${dotted[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}` : text;
  const halves = plain.split('::');
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - head.length - rest.length;
  if (halves.length > 2 || (halves.length === 2 ? gap < 1 : gap !== 0)) return null;
  const groups = [...head, ...Array.from({ length: gap }, () => '0'), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** An IPv4 or IPv6 address as resolvers and `URL` print it (brackets and zone allowed), or null for a name. */
function addressOf(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const value = bare.includes(':') ? v6(bare) : v4(bare);
  return value === null ? null : { bits: bare.includes(':') ? 128 : 32, value };
}

function inside(address: Address, range: string): boolean {
  const [base = '', length = '0'] = range.split('/');
  const net = addressOf(base);
  if (net === null || net.bits !== address.bits) return false;
  const shift = BigInt(net.bits - Number(length));
  return address.value >> shift === net.value >> shift;
}

function kindOf(address: Address): AddressKind {
  if (forbidden.some((range) => inside(address, range))) return 'forbidden';
  if (reserved.some((range) => inside(address, range))) return 'private';
  const carrier = address.bits === 128 ? carriers.find(([range]) => inside(address, range)) : undefined;
  if (!carrier) return 'public';
  return kindOf({ bits: 32, value: (address.value >> carrier[1]) & 0xffff_ffffn });
}

/** Whether an address may be connected to. Null when the text is not an address. */
export function addressKind(text: string): AddressKind | null {
  const address = addressOf(text);
  return address && kindOf(address);
}

/** Why this resolved address of a target is refused, or null. */
export function addressProblem(address: string, privateTargets: PrivateTargets): string | null {
  const kind = addressKind(address);
  if (kind === null) return 'is not an address';
  if (kind === 'forbidden') return 'is link-local, a metadata service or reserved, which is never allowed';
  if (kind === 'private' && privateTargets === 'deny')
    return 'is private, which this installation does not allow';
  return null;
}

/**
 * The base URL of a model target: http or https, no user name or password, no query, no fragment, and when its
 * host is written as an address, an allowed one. A name is checked again after it is resolved, at each connection.
 * Refuses with `invalid` and the field `baseUrl`; the message never repeats what stood before an @.
 */
export function checkedBaseUrl(baseUrl: string, privateTargets: PrivateTargets): URL {
  if (!URL.canParse(baseUrl))
    throw invalid('baseUrl', 'The base URL must be an absolute http or https address');
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw invalid('baseUrl', `The base URL must begin with https:// or http://, not ${url.protocol}//`);
  }
  if (url.username || url.password) {
    throw invalid(
      'baseUrl',
      'The base URL must not contain a user name or password; give the key separately',
    );
  }
  if (url.search || url.hash) throw invalid('baseUrl', 'The base URL must not contain a query or a fragment');
  const problem = addressKind(url.hostname) && addressProblem(url.hostname, privateTargets);
  if (problem) throw invalid('baseUrl', `The base URL's address ${url.hostname} ${problem}`);
  return url;
}
