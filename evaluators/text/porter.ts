const irregular = new Map(
  Object.entries({
    ...{ sky: 'sky', skies: 'sky', dying: 'die', lying: 'lie', tying: 'tie', news: 'news' },
    ...{ innings: 'inning', inning: 'inning', outings: 'outing', outing: 'outing' },
    ...{ cannings: 'canning', canning: 'canning', howe: 'howe' },
    ...{ proceed: 'proceed', exceed: 'exceed', succeed: 'succeed' },
  }),
);

/** True where the letter is a consonant: not a, e, i, o, u, and not y after a consonant. */
function consonants(word: string): boolean[] {
  const flags: boolean[] = [];
  for (const letter of word)
    flags.push('aeiou'.includes(letter) ? false : letter === 'y' ? (flags.at(-1) ?? false) === false : true);
  return flags;
}

/** How many times a vowel is followed by a consonant. */
function measure(stem: string): number {
  const flags = consonants(stem);
  return flags.filter((consonant, index) => consonant && flags[index - 1] === false).length;
}
const positive = (stem: string): boolean => measure(stem) > 0;
const long = (stem: string): boolean => measure(stem) > 1;

function endsDouble(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && consonants(word).at(-1) === true;
}

function endsCvc(word: string): boolean {
  const [a, b, c] = consonants(word).slice(-3);
  if (word.length === 2) return a === false && b === true;
  return word.length >= 3 && a === true && b === false && c === true && !'wxy'.includes(word.slice(-1));
}

type Rule = readonly [suffix: string, replacement: string, holds: (stem: string, word: string) => boolean];

/** The first rule whose suffix fits decides, whether its condition holds or not. */
function applied(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return rule[2](stem, word) ? stem + rule[1] : word;
}
const always = () => true;
const each = (holds: Rule[2], pairs: readonly (readonly [string, string])[]): Rule[] =>
  pairs.map(([suffix, replacement]) => [suffix, replacement, holds]);

const plurals = each(always, [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
]);
const step1a = (word: string): string =>
  word.length === 4 && word.endsWith('ies') ? word.slice(0, -1) : applied(word, plurals);

function step1b(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return positive(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const suffix = ['ed', 'ing'].find((end) => word.endsWith(end));
  const stem = suffix === undefined ? null : word.slice(0, -suffix.length);
  if (stem === null || !consonants(stem).includes(false)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsCvc(stem) ? `${stem}e` : stem;
}

const step1c = (word: string): string =>
  applied(word, [['y', 'i', (stem) => stem.length > 1 && consonants(stem).at(-1) === true]]);

const second: readonly Rule[] = [
  ...each(positive, [
    ...([
      ['ational', 'ate'],
      ['tional', 'tion'],
      ['enci', 'ence'],
      ['anci', 'ance'],
      ['izer', 'ize'],
    ] as const),
    ...([
      ['bli', 'ble'],
      ['alli', 'al'],
      ['entli', 'ent'],
      ['eli', 'e'],
      ['ousli', 'ous'],
    ] as const),
    ...([
      ['ization', 'ize'],
      ['ation', 'ate'],
      ['ator', 'ate'],
      ['alism', 'al'],
      ['iveness', 'ive'],
    ] as const),
    ...([
      ['fulness', 'ful'],
      ['ousness', 'ous'],
      ['aliti', 'al'],
      ['iviti', 'ive'],
    ] as const),
    ...([
      ['biliti', 'ble'],
      ['fulli', 'ful'],
    ] as const),
  ]),
  ['logi', 'log', (_, word) => positive(word.slice(0, -3))],
];
const step2 = (word: string): string =>
  word.endsWith('alli') && positive(word.slice(0, -4)) ? step2(word.slice(0, -2)) : applied(word, second);

const third = each(positive, [
  ...([
    ['icate', 'ic'],
    ['ative', ''],
    ['alize', 'al'],
    ['iciti', 'ic'],
  ] as const),
  ...([
    ['ical', 'ic'],
    ['ful', ''],
    ['ness', ''],
  ] as const),
]);

const fourth: readonly Rule[] = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent'],
  ...['ion', 'ou', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize'],
].map((suffix): Rule => [suffix, '', suffix === 'ion' ? (stem) => long(stem) && /[st]$/.test(stem) : long]);

function step5(word: string): string {
  const stem = word.slice(0, -1);
  const shortened =
    word.endsWith('e') && (long(stem) || (measure(stem) === 1 && !endsCvc(stem))) ? stem : word;
  return shortened.endsWith('ll') && long(shortened.slice(0, -1)) ? shortened.slice(0, -1) : shortened;
}

/** Porter's stem of a lower-case English word (Porter 1980) with the extensions of NLTK, which rouge-score uses. */
export function porterStem(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  const inflected = step2(step1c(step1b(step1a(word))));
  return step5(applied(applied(inflected, third), fourth));
}
