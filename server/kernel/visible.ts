import { rulesToAST } from '@casl/ability/extra';
import {
  and,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  ne,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Ability, SubjectName } from '@/policies/contract';

interface Node {
  readonly operator: string;
  readonly field?: string;
  readonly value: unknown;
}
type Columns = Record<string, ReturnType<typeof getTableColumns<PgTable>>[string]>;

/** Compiles the read rules of one subject to SQL. An operator or field it does not know fails closed.
 *  @param alias columns that carry another name in the table than in the policies, e.g. { systemId: systems.id } */
export function visible(ability: Ability, name: SubjectName, table: PgTable, alias: Columns = {}): SQL {
  const ast = rulesToAST(ability, 'read', name) as Node | null;
  return ast === null ? sql`false` : compile(ast, { ...getTableColumns(table), ...alias });
}

function compile(node: Node, columns: Columns): SQL {
  const children = () => (node.value as Node[]).map((child) => compile(child, columns));
  const column = columns[node.field ?? ''];
  switch (node.operator) {
    case 'and':
      return and(...children()) ?? sql`true`;
    case 'or':
      return or(...children()) ?? sql`false`;
    case 'not':
      return sql`(${not(and(...children()) ?? sql`true`)}) is not false`;
    case 'eq':
      if (column) return node.value === null ? isNull(column) : eq(column, node.value);
      break;
    case 'ne':
      if (column) return node.value === null ? isNotNull(column) : ne(column, node.value);
      break;
    case 'in':
      if (column) return within(column, node.value as unknown[]);
      break;
    case 'nin':
      if (column) return sql`(${not(within(column, node.value as unknown[]))}) is not false`;
      break;
  }
  throw new Error(`policy condition cannot be compiled to SQL: ${node.operator} ${node.field ?? ''}`);
}

function within(column: Columns[string], values: readonly unknown[]): SQL {
  const known = values.filter((value) => value !== null);
  const some = known.length > 0 ? inArray(column, known) : sql`false`;
  return values.includes(null) ? (or(some, isNull(column)) ?? some) : some;
}
