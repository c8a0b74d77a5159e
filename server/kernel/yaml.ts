import {
  type Document,
  type DocumentOptions,
  isScalar,
  LineCounter,
  parseDocument,
  type SchemaOptions,
  visit,
  YAMLParseError,
} from 'yaml';

/** A YAML 1.2 document and where its lines begin. Keys that are given twice are among its errors: they are found in one
 *  pass, because the package's own check compares each key with all before it and a file of keys would stop the server. */
export function readYaml(
  text: string,
  options: DocumentOptions & SchemaOptions = {},
): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...options,
    version: '1.2',
    uniqueKeys: false,
    lineCounter: lines,
  });
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) document.errors.push(givenTwice(key.range?.[0] ?? 0, lines));
        seen.add(name);
      }
    },
  });
  return { document, lines };
}

function givenTwice(at: number, lines: LineCounter): YAMLParseError {
  const error = new YAMLParseError([at, at + 1], 'DUPLICATE_KEY', 'Map keys must be unique');
  error.linePos = [lines.linePos(at)];
  return error;
}
