import { z } from 'zod';

/** A thing of Langfuse, from its REST API or a file it exported, with its keys in camel case. */
export type Row = Readonly<Record<string, unknown>>;

/** Scripts with the Python SDK write snake case. */
const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys as the API spells them; a second spelling of the same key is dropped. */
export function rowOf(value: unknown): Row | null {
  if (!isRow(value)) return null;
  const row: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const name = camel(key);
    if (!Object.hasOwn(row, name)) row[name] = entry;
  }
  return row;
}

/** A row of a CSV export: objects and lists stand in their cells as JSON, and an empty cell is nothing. */
export function rowOfCells(columns: readonly string[], values: readonly string[]): Row {
  const row: Record<string, unknown> = {};
  columns.forEach((column, index) => {
    const cell = values[index] ?? '';
    if (cell !== '') row[camel(column)] = structured(cell);
  });
  return row;
}

/** What text says when it is a JSON object or list, else the text itself. */
export function structured(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export const textAt = (row: Row, key: string): string | null => {
  const value = row[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** A number, or the text of one as big numbers and prices are written; null for anything else and below 0. */
export function numberAt(row: Row, key: string): number | null {
  const value = row[key];
  const number = typeof value === 'string' && /^\d[\d.e+-]*$/i.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

export const Id = z.string().min(1).max(200);
