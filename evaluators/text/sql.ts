import { astVisitor, parse, type Statement } from 'pgsql-ast-parser';
import { z } from 'zod';
import { errored, evaluator, passed, unitRange } from '../contract';

const longest = 5000;

/** The statements of a text in the PostgreSQL dialect, or the first words of what the parser says against it. */
export function sqlIn(
  text: string,
): { readonly statements: readonly Statement[] } | { readonly problem: string } {
  try {
    return { statements: parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: message.split('\n')[0]?.slice(0, 200) ?? 'it does not parse' };
  }
}

/** Names of the tables that statements name, in lower case, without those that they define themselves (WITH). */
export function tablesOf(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  const visitor = astVisitor(() => ({ tableRef: ({ name }) => void names.add(name.toLowerCase()) }));
  for (const statement of statements) {
    visitor.statement(statement);
    if (statement.type !== 'with') continue;
    for (const { alias } of statement.bind) names.delete(alias.name.toLowerCase());
  }
  return names;
}

const kinds = ['select', 'insert', 'update', 'delete'] as const;
const kindOf = (one: Statement): string =>
  one.type === 'with' ? one.in.type : one.type === 'union' || one.type === 'values' ? 'select' : one.type;

/** The SQL inside a Markdown fence, or the text itself. */
const unfenced = (text: string): string => /```(?:sql)?\s*\n([^`]{1,20000})```/i.exec(text)?.[1] ?? text;

export const isSql = evaluator({
  id: 'text.is-sql',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'The answer (or its fenced block) is SQL that parses; optionally only some statements and only some tables.',
    formula: '1[parse succeeds, statements are allowed, tables are allowed]; at most 5,000 characters',
    source: 'PostgreSQL dialect as pgsql-ast-parser 12 reads it; names and types are not looked up',
    example: { statements: ['select'], tables: ['claims', 'members'] },
  },
  params: z.strictObject({
    statements: z.array(z.enum(kinds)).min(1).optional().describe('the only kinds of statement allowed'),
    tables: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(1000)
      .optional()
      .describe('the only tables allowed'),
  }),
  kind: () => 'rate',
  score: ({ output }, { statements: allowed, tables }) => {
    const text = unfenced(output).trim();
    if (text.length > longest) return errored(`SQL is parsed up to ${longest} characters`);
    if (text === '') return passed(false, 'there is no statement');
    const read = sqlIn(text);
    if ('problem' in read) return passed(false, read.problem);
    const { statements } = read;
    if (statements.length === 0) return passed(false, 'there is no statement');
    const stranger = statements.map(kindOf).find((kind) => allowed && !allowed.some((one) => one === kind));
    if (stranger !== undefined) return passed(false, `the statement ${stranger} is not allowed`);
    const known = tables && new Set(tables.map((name) => name.toLowerCase()));
    const unknown = known && [...tablesOf(statements)].find((name) => !known.has(name));
    return unknown === undefined ? passed(true) : passed(false, `the table ${unknown} is not allowed`);
  },
});
