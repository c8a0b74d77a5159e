import { ibanLength, validCard, validIban, validIp, validNpi, validSsn } from './checksum';
import { keyPatterns } from './secrets';

export const findingTypes = [
  'EMAIL',
  'PHONE',
  'US_SSN',
  'IBAN',
  'CREDIT_CARD',
  'US_NPI',
  'US_MBI',
  'IP',
  'URL',
  'MRN',
  'API_KEY',
] as const;
export type FindingType = (typeof findingTypes)[number];

/** A span in UTF-16 units, before overlaps are settled. `score` in [0, 1] is how sure the detector is. */
export interface Span {
  readonly type: FindingType;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** a checksum or a complete set of format rules held */
  readonly validated: boolean;
}

export type Detector = (text: string) => Span[];

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Finds a pattern; `judge` gives the score of a match (null = not one) after seeing the 40 characters before it. */
const finding =
  (
    type: FindingType,
    pattern: RegExp,
    judge: (match: string, before: string) => [number, boolean] | null,
  ): Detector =>
  (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const whole = match.groups?.['value'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(whole);
      const judged = judge(whole, text.slice(Math.max(0, start - 40), start));
      return judged
        ? [{ type, start, end: start + whole.length, score: judged[0], validated: judged[1] }]
        : [];
    });

const email = finding(
  'EMAIL',
  /(?<![\w.+-])[\p{L}\p{N}_%+'-](?:[\p{L}\p{N}._%+'-]{0,62}[\p{L}\p{N}_%+'-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}])/gu,
  (match) => (match.includes('..') ? null : [1, true]),
);

const card = finding('CREDIT_CARD', /(?<![\w-])(?:\d[ -]?){11,18}\d(?![\w-]*\d)/g, (match) =>
  validCard(digitsOf(match)) && evenlySeparated(match) ? [1, true] : null,
);
const evenlySeparated = (match: string): boolean => new Set(match.replace(/\d/g, '')).size <= 1;

const ssnContext = /\b(?:ssns?|ssid|social security)\b/i;
const ssn = finding(
  'US_SSN',
  /(?<![\w-])\d{3}(?:-\d{2}-?|(?: \d{2} )|\d{2}-?)\d{4}(?![\w-])/g,
  (match, before) => {
    if (!validSsn(digitsOf(match))) return null;
    if (ssnContext.test(before)) return [1, true];
    return match.length === 9 ? [0.3, true] : [0.85, true];
  },
);

const npi = finding('US_NPI', /(?<![\w-])(?:[12]\d{9}|[12]\d{3}-\d{3}-\d{3})(?![\w-])/g, (match, before) =>
  validNpi(digitsOf(match)) ? [/\bNPI\b|provider/i.test(before) ? 1 : 0.5, true] : null,
);

const letter = '[AC-HJKMNP-RT-Y]';
const mbi = finding(
  'US_MBI',
  new RegExp(
    `(?<![\\w-])[1-9]${letter}[AC-HJKMNP-RT-Y0-9]\\d(-?)${letter}[AC-HJKMNP-RT-Y0-9]\\d\\1${letter}{2}\\d{2}(?![\\w-])`,
    'g',
  ),
  () => [0.9, true],
);

/** Candidates start with country and check digits; the registry's length says where each ends. */
const iban: Detector = (text) =>
  [...text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])/g)].flatMap(({ index }) => {
    const length = ibanLength(text.slice(index, index + 2));
    const end = length === null ? null : endAfter(text, index, length);
    if (end === null || /[A-Za-z0-9]/.test(text.charAt(end))) return [];
    if (!validIban(text.slice(index, end).replace(/[ -]/g, ''))) return [];
    return [{ type: 'IBAN' as const, start: index, end, score: 1, validated: true }];
  });

function endAfter(text: string, start: number, length: number): number | null {
  let seen = 0;
  for (let at = start; at < text.length && at < start + 2 * length; at++) {
    const character = text.charAt(at);
    if (/[A-Za-z0-9]/.test(character)) seen++;
    else if (!/[ -]/.test(character) || /[ -]/.test(text.charAt(at + 1))) return null;
    if (seen === length) return at + 1;
  }
  return null;
}

const ipv4 = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const ip = finding(
  'IP',
  new RegExp(
    `(?<![\\w:.])(?:[0-9A-Fa-f:]{0,34}::?${ipv4}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}|${ipv4})(?![\\w:]|\\.\\w)`,
    'g',
  ),
  (match) => (validIp(match) ? [match.includes(':') && match.length < 4 ? 0.4 : 0.8, true] : null),
);

const url = finding(
  'URL',
  /(?<![\w@])(?:https?:\/\/|www\.)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}[\p{L}]{2,24}(?::\d{1,5})?(?:[/?#][^\s<>"'()]{0,2000})?(?<![.,;:!])/giu,
  () => [0.6, false],
);

const phoneContext =
  /(?:\b(?:phone|tel|telephone|mobile|cell|fax|call|ring|text|registered|messages? to)\b|\bon\b|call me)[^\d\n]{0,24}\n?[^\d\n]{0,6}$/i;
const phone = finding(
  'PHONE',
  /(?<![\w.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{1,8}(?:[ .-]\d{1,8}){0,5}(?![\w-]|\.\d)/g,
  (match, before) => phoneScore(match, before),
);

function phoneScore(match: string, before: string): [number, boolean] | null {
  const digits = digitsOf(match);
  if (digits.length < 7 || digits.length > 15 || validIp(match)) return null;
  if (match.startsWith('+')) return digits.length >= 8 ? [0.9, false] : null;
  if (/^(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}$/.test(match) && /^[2-9]\d\d[2-9]/.test(digits))
    return [0.75, false];
  return phoneContext.test(before) && !/^\d{4}-\d\d-\d\d$/.test(match) ? [0.6, false] : null;
}

const mrn = finding(
  'MRN',
  /\b(?:MRN|medical record(?: number| no\.?| #)?|patient (?:id|number|no\.?)|chart (?:number|no\.?))[ \t:#=-]{1,4}(?:is )?(?<value>[A-Za-z]{0,4}-?\d[\dA-Za-z-]{3,14})(?![\w-])/gi,
  (match) => (digitsOf(match).length >= 4 ? [0.8, false] : null),
);

const apiKey: Detector = (text) =>
  keyPatterns.flatMap(({ pattern, score }) =>
    [...text.matchAll(pattern)].map((match) => ({
      type: 'API_KEY' as const,
      start: match.index,
      end: match.index + match[0].length,
      score,
      validated: false,
    })),
  );

/** Every detector of this version. Names, addresses and free-text dates are beyond patterns and are not looked for. */
export const detectors: readonly Detector[] = [email, card, ssn, npi, mbi, iban, ip, url, phone, mrn, apiKey];
