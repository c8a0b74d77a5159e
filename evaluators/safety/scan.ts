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
  const kept = settled(spans, text.length).filter(({ type }) => !types || types.includes(type));
  const point = codePointOffsets(text);
  return kept.map((span) => ({
    ...span,
    start: point(span.start),
    end: point(span.end),
    text: text.slice(span.start, span.end),
  }));
}

function settled(spans: readonly Span[], length: number): Span[] {
  const ranked = spans.toSorted(
    (a, b) =>
      Number(b.validated) - Number(a.validated) || b.score - a.score || b.end - b.start - (a.end - a.start),
  );
  const taken = new Uint8Array(length);
  const kept = ranked.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
}

/** Maps UTF-16 offsets, asked in ascending order, to code point offsets. */
function codePointOffsets(text: string): (offset: number) => number {
  let [seen, points] = [0, 0];
  return (offset) => {
    for (; seen < offset; points++) seen += (text.codePointAt(seen) ?? 0) > 0xffff ? 2 : 1;
    return points;
  };
}
