import type { Fact, Tile } from './pdf-flow';
import type { IntervalChart } from './pdf-chart';
import type { Ink } from './pdf-paper';
import type { Table } from './pdf-table';

export interface TextStyle {
  /** Points. */
  readonly size?: number;
  readonly color?: Ink;
  readonly bold?: boolean;
  /** Points of room below. */
  readonly after?: number;
}

/** What reports and documents are written on, whatever kind of file comes of it. */
export interface Surface {
  /** @param follows points that must fit on the page below it */
  heading(level: 'H1' | 'H2' | 'H3', text: string, follows?: number): void;
  paragraph(text: string, style?: TextStyle): void;
  bullets(entries: readonly string[], color?: Ink): void;
  /** Names and values; a missing value is said in so many words. */
  facts(summary: string, entries: readonly Fact[]): void;
  table(table: Table): void;
  /** The box on the first page: a word that decides, and a sentence that says why. */
  banner(word: string, sentence: string, color: Ink): void;
  /** A row of figures. */
  tiles(entries: readonly Tile[]): void;
  /** A picture of figures that a table beside it also holds. */
  chart(chart: IntervalChart): void;
}
