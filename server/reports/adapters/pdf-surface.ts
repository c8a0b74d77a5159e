import { intervalChart } from './pdf-chart';
import { banner, bullets, factsTable, heading, paragraph, tiles } from './pdf-flow';
import type { Paper } from './pdf-paper';
import { renderTable } from './pdf-table';
import type { Surface } from './surface';

/** The pages of a PDF. */
export const pdfSurface = (paper: Paper): Surface => ({
  heading: (level, text, follows) => heading(paper, level, text, follows),
  paragraph: (text, style) => paragraph(paper, text, style),
  bullets: (entries, color) => bullets(paper, entries, color),
  facts: (summary, entries) => renderTable(paper, factsTable(summary, entries)),
  table: (table) => renderTable(paper, table),
  banner: (word, sentence, color) => banner(paper, word, sentence, color),
  tiles: (entries) => tiles(paper, entries),
  chart: (chart) => intervalChart(paper, chart),
});
