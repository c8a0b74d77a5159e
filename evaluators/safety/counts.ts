import { scanText } from './scan';

/** What the detectors are unsure of is left out. */
const leastScore = 0.5;

/** How often each class of the detectors occurs in texts; links, which are no personal data, are left out. */
export function countedFindings(texts: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts)
    for (const { type } of scanText(text, { minScore: leastScore }))
      if (type !== 'URL') counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Every string inside a JSON value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
