import type { ImportFramework } from './pack';

/** An OSCAL document begins with the name of its model, in JSON and in YAML. */
const isOscal = (text: string): boolean =>
  /^\uFEFF?\s*(\{\s*)?"?(catalog|profile)"?\s*:\s*(\{|\r?\n)/.test(text.slice(0, 2000));

/** In which format a file is, as its name and its beginning tell. */
export function formatOf(fileName: string, text: string): ImportFramework['format'] {
  const ending = /\.(xlsx|csv|json)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending === 'xlsx' || ending === 'csv') return ending;
  if (isOscal(text)) return 'oscal';
  return ending === 'json' ? 'json' : 'yaml';
}
