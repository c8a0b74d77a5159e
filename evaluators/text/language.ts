import { francAll } from 'franc-min';
import { z } from 'zod';
import { evaluator, inconclusive, passed, unitRange } from '../contract';

/** ISO 639-1 codes of languages that people name by them. */
const longCodes: Readonly<Record<string, string>> = {
  ...{ ar: 'arb', bg: 'bul', bn: 'ben', cs: 'ces', de: 'deu', el: 'ell', en: 'eng', es: 'spa', fa: 'pes' },
  ...{ fr: 'fra', gu: 'guj', he: 'heb', hi: 'hin', hu: 'hun', id: 'ind', it: 'ita', ja: 'jpn', ko: 'kor' },
  ...{ ms: 'zlm', my: 'mya', ne: 'npi', nl: 'nld', pl: 'pol', pt: 'por', ro: 'ron', ru: 'rus', sr: 'srp' },
  ...{ sv: 'swe', ta: 'tam', te: 'tel', th: 'tha', tr: 'tur', uk: 'ukr', ur: 'urd', uz: 'uzn', vi: 'vie' },
  ...{ zh: 'cmn', kn: 'kan', ml: 'mal', pa: 'pan', mr: 'mar', am: 'amh', so: 'som', sw: 'swh', yo: 'yor' },
};
const known = Object.values(longCodes);

/** ISO 639-3 code of the language a text is written in, by trigrams of its first 2,048 characters; null when unclear. */
export function languageOf(text: string, among: readonly string[] = []): string | null {
  const only = among.map((code) => longCodes[code] ?? code);
  const [best] = francAll(text, { minLength: 10, ...(only.length > 1 && { only }) });
  return best === undefined || best[0] === 'und' ? null : best[0];
}

const code = z
  .string()
  .transform((text) => longCodes[text.toLowerCase()] ?? text.toLowerCase())
  .refine(
    (text) => known.includes(text),
    'use the ISO 639 code of a language of the list on the catalogue page',
  );

export const language = evaluator({
  id: 'text.language',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'The answer is written in the language. Short or mixed answers are often told wrongly: naming the other candidates in among helps. Under 10 characters nothing is judged.',
    formula: '1[nearest trigram profile of the answer = language]',
    source: `franc-min 6 (trigrams of the Universal Declaration of Human Rights); codes ${Object.keys(longCodes).join(' ')}`,
    example: { language: 'de', among: ['en', 'fr'] },
  },
  params: z.strictObject({
    language: code.describe('ISO 639-1 or 639-3 code'),
    among: z.array(code).max(60).default([]).describe('the only other languages that come into question'),
  }),
  kind: () => 'rate',
  score: ({ output }, { language: wanted, among }) => {
    const found = languageOf(output, among.length > 0 ? [wanted, ...among] : []);
    if (found === null) return inconclusive('the answer is too short or too unlike any language to tell');
    return passed(found === wanted, found);
  },
});
