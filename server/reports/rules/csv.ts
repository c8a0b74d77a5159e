const risky = /^(?:[\s\ufeff\p{Cc}]*[=+\-@|%＝＋－＠]|[\t\r\n])/u;

/** A cell of a table. Numbers are typed by the code that makes the table, so their minus stays; text is guarded. */
export type Cell = string | number | boolean | null;

/**
 * RFC 4180 text with CRLF line ends. A text that a spreadsheet could take for a formula gets a leading apostrophe
 * (OWASP ASVS 1.2.10).
 */
export const csv = (header: readonly string[], rows: Iterable<readonly Cell[]>): string =>
  [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = risky.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
