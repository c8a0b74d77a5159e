/** `equalizedOddsDifference` as `Equalized odds difference`. */
export function metricWords(name: string): string {
  const text = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a verdict says, for reading: `demographicParityRatio 0.9 … do not decide min 0.8; about 38743 more cases` has
 *  metric names as words, `≥ 0.8` and `38,743`. */
export const judgementWords = (reason: string): string =>
  reason
    .replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, metricWords)
    .replaceAll(/\bmin (?=[\d.])/g, '≥ ')
    .replaceAll(/\bmax (?=[\d.])/g, '≤ ')
    .replaceAll(
      /\babout (\d+) more\b/g,
      (_, count: string) => `about ${Number(count).toLocaleString('en-GB')} more`,
    );
