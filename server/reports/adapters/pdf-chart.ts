import { bodyWidth, ink, sheet, type Ink, type Paper } from './pdf-paper';
import { pdfText } from './pdf-tags';

export interface IntervalRow {
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** A line that the value is judged against. */
  readonly mark: number | null;
  readonly color: Ink;
}

export interface IntervalChart {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  readonly min: number;
  readonly max: number;
  readonly format: (value: number) => string;
}

const rowHeight = 17;
const labelWidth = 168;
const valueWidth = 46;

/** What the picture shows, in words, for those who do not see it. */
function described({ title, rows, format }: IntervalChart): string {
  const said = rows.map(({ label, value, low, high, mark }) => {
    const interval = low === null || high === null ? '' : `, interval ${format(low)} to ${format(high)}`;
    return `${label}: ${format(value)}${interval}${mark === null ? '' : `, threshold ${format(mark)}`}`;
  });
  return `${title}. ${said.join('; ')}.`;
}

/** Values as dots on one axis with their intervals as bars; thresholds are dashed. Parts of a page at a time. */
export function intervalChart(paper: Paper, chart: IntervalChart): void {
  const perPage = Math.max(1, Math.floor((sheet.bottom - sheet.top - 46) / rowHeight));
  for (let from = 0; from < chart.rows.length; from += perPage) {
    const rows = chart.rows.slice(from, from + perPage);
    paper.room(rows.length * rowHeight + 46);
    const part = { ...chart, rows };
    paper.element('Figure', () => paper.figure(() => drawn(paper, part)), `/Alt ${pdfText(described(part))}`);
    paper.y += rows.length * rowHeight + 46;
  }
}

function drawn(paper: Paper, { title, rows, min, max, format }: IntervalChart): void {
  const left = sheet.left + labelWidth;
  const width = bodyWidth - labelWidth - valueWidth;
  const span = max > min ? max - min : 1;
  const at = (value: number) => left + (width * (Math.min(max, Math.max(min, value)) - min)) / span;
  const top = paper.y + 18;
  paper.text(paper.regular, 7.5, sheet.left + 5, paper.y + 8, `${title} `, ink.quiet);
  const bottom = top + rows.length * rowHeight;
  for (let tick = 0; tick <= 4; tick += 1) {
    const value = min + (span * tick) / 4;
    const label = format(value);
    paper.line(at(value), top, at(value), bottom, ink.rule, 0.4);
    paper.text(
      paper.regular,
      7,
      at(value) - paper.regular.width(label, 7) / 2,
      bottom + 10,
      label,
      ink.quiet,
    );
  }
  rows.forEach((row, index) => {
    const y = top + (index + 0.5) * rowHeight;
    const label =
      paper.regular.lines(paper.regular.printable(row.label), 8.5, labelWidth - 16)[0]?.text ?? '';
    paper.text(paper.regular, 8.5, sheet.left + 5, y + 3, label, ink.text);
    if (row.low !== null && row.high !== null) paper.line(at(row.low), y, at(row.high), y, row.color, 2.2);
    paper.dot(at(row.value), y, 3.1, ink.paper);
    paper.dot(at(row.value), y, 2.5, row.color);
    if (row.mark !== null) paper.line(at(row.mark), y - 7, at(row.mark), y + 7, ink.text, 0.9, '2 1.6');
    paper.textTo(paper.bold, 8.5, sheet.right - 5, y + 3, format(row.value), row.color);
  });
}
