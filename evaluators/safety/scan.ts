import { detectors, type FindingType, type Span } from './detectors';

/** One piece of personal data, health identifier or secret. Offsets count Unicode code points; `end` is exclusive. */
export interface Finding extends Span {
  readonly text: string;
}

export interface ScanOptions {
  readonly types?: readonly FindingType[];
  /** findings below it are dropped; 0 shows everything */
  readonly minScore?: number;
}

/**
 * Personal data, health identifiers and secrets in a text, in order and without overlaps: where two detectors claim
 * the same characters, the validated, surer, longer finding stays. Pattern detectors: names, addresses and dates are
 * not found.
 */
export function scanText(text: string, { types, minScore = 0.3 }: ScanOptions = {}): Finding[] {
  const spans = detectors.flatMap((detect) => detect(text)).filter(({ score }) => score >= minScore);
  const kept = settled(spans).filter(({ type }) => !types || types.includes(type));
  const point = codePointOffsets(text);
  return kept.map((span) => ({
    ...span,
    start: point(span.start),
    end: point(span.end),
    text: text.slice(span.start, span.end),
  }));
}

function settled(spans: readonly Span[]): Span[] {
  const ranked = spans.toSorted(
    (a, b) =>
      Number(b.validated) - Number(a.validated) || b.score - a.score || b.end - b.start - (a.end - a.start),
  );
  const kept: Span[] = [];
  for (const span of ranked)
    if (!kept.some(({ start, end }) => span.start < end && start < span.end)) kept.push(span);
  return kept.sort((a, b) => a.start - b.start);
}

/** Maps UTF-16 offsets, asked in ascending order or not, to code point offsets. */
function codePointOffsets(text: string): (offset: number) => number {
  const highs = [...text.matchAll(/[\uD800-\uDBFF](?=[\uDC00-\uDFFF])/g)].map(({ index }) => index);
  return (offset) => offset - highs.filter((index) => index < offset).length;
}
