/** How documents write answers, instants and days. */
export const answerText = (answer: unknown): string =>
  typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : String(answer).replaceAll('_', ' ');
/** `2026-11-23T06:06:12.142Z` as `2026-11-23 06:06:12 UTC`. */
export const timeOf = (instant: string): string => `${instant.slice(0, 19).replace('T', ' ')} UTC`;
export const day = (instant: string): string => instant.slice(0, 10);
