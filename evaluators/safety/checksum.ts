import ibanStructures from './iban-structures.json';

/** Luhn's checksum over a string of digits, check digit last (ISO/IEC 7812-1). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** US National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 + number (45 CFR 162.406). */
export const validNpi = (digits: string): boolean =>
  /^(?!1{9}|2{9})[12]\d{9}$/.test(digits) && luhn(`80840${digits}`);

/** ISO 7064 mod 97-10 over an IBAN without separators. */
export function mod97(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const character of moved.toUpperCase()) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const structures = new Map(Object.entries(ibanStructures));

/** Length of an IBAN of the country (ISO 13616 registry), or null when it has none. */
export const ibanLength = (country: string): number | null => {
  const structure = structures.get(country.toUpperCase());
  return structure === undefined ? null : 4 + parts(structure).reduce((sum, [length]) => sum + length, 0);
};

/** Country's BBAN structure and the mod 97 checksum. */
export function validIban(iban: string): boolean {
  const structure = structures.get(iban.slice(0, 2).toUpperCase());
  if (structure === undefined) return false;
  const classes = { n: '[0-9]', a: '[A-Z]', c: '[A-Z0-9]' };
  const shape = parts(structure).map(([length, kind]) => `${classes[kind]}{${length}}`);
  return new RegExp(`^[A-Z]{2}[0-9]{2}${shape.join('')}$`).test(iban.toUpperCase()) && mod97(iban);
}

function parts(structure: string): [number, 'n' | 'a' | 'c'][] {
  return [...structure.matchAll(/(\d+)([nac])/g)].map(([, length, kind]) => [
    Number(length),
    kind === 'n' || kind === 'a' ? kind : 'c',
  ]);
}

/** Issuer prefix and length of a payment card, then Luhn. */
export const validCard = (digits: string): boolean => cardShape.test(digits) && luhn(digits);

const cardShape = new RegExp(
  `^(?:${[
    '4(?:\\d{12}|\\d{15}|\\d{18})',
    '(?:5[1-5]|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d*(?<=^\\d{16})',
    '3[47]\\d{13}',
    '3(?:0[0-59]|[689]\\d)\\d{11}(?:\\d{2})?',
    '(?:6011|64[4-9]\\d|65\\d\\d|62\\d\\d)\\d{12,15}',
    '(?:2131|1800)\\d{11}',
    '35\\d{14,17}',
    '(?:50|5[6-9]|6\\d)\\d{10,17}',
    '1\\d{14}',
  ].join('|')})$`,
);

/** US Social Security number, nine digits: no area 000, 666 or 9xx, no group 00, no serial 0000, no published example. */
export function validSsn(digits: string): boolean {
  if (!/^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits)) return false;
  return !['078051120', '219099999', '123456789', '111111111', '222222222', '333333333'].includes(digits);
}

/** IPv4 with four octets of 0 to 255, or IPv6 in any form of RFC 4291 section 2.2. */
export function validIp(text: string): boolean {
  return text.includes(':') ? validIpv6(text) : validIpv4(text);
}

const validIpv4 = (text: string): boolean => {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
};

function validIpv6(text: string): boolean {
  const tail = /[^:]*\.[^:]*$/.exec(text)?.[0];
  if (tail !== undefined && !validIpv4(tail)) return false;
  const plain = tail === undefined ? text : `${text.slice(0, -tail.length)}0:0`;
  const halves = plain.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
