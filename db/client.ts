import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';

/** Where the database answers: a Postgres URL, or the unix socket of the embedded one. */
export type Address =
  | { readonly kind: 'postgres'; readonly url: string; readonly maxConnections?: number }
  | { readonly kind: 'embedded'; readonly socketPath: string };

/** The embedded database has one session, so its pool has one connection and callers take turns. */
export function connect(address: Address) {
  const common = { onnotice: () => {}, fetch_types: false } as const;
  const client: Sql =
    address.kind === 'postgres'
      ? postgres(address.url, { ...common, max: address.maxConnections ?? 10 })
      : postgres({ ...common, path: address.socketPath, user: 'postgres', database: 'postgres', max: 1 });
  return Object.assign(drizzle(prepared(client), { casing: 'snake_case' }), { kind: address.kind });
}

const longestPrepared = 4000;

/** Drizzle sends its statements unprepared, each with a second round trip for the types of its parameters and a plan
 *  of its own. Here those of usual length are prepared, once per connection. */
function prepared<C extends Sql | TransactionSql>(client: C): C {
  const { unsafe } = client;
  const preparing: typeof unsafe = (text, params, options) =>
    unsafe(
      text,
      params,
      params?.length && text.length < longestPrepared ? { ...options, prepare: true } : options,
    );
  Object.assign(client, { unsafe: preparing });
  if ('begin' in client) {
    const { begin } = client;
    Object.assign(client, { begin: (work: Scope) => begin((tx) => work(prepared(tx))) });
  } else {
    const { savepoint } = client;
    Object.assign(client, { savepoint: (work: Scope) => savepoint((tx) => work(prepared(tx))) });
  }
  return client;
}
type Scope = (client: TransactionSql) => Promise<unknown>;

export type Db = ReturnType<typeof connect>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** What read code receives: no insert, update, delete or transaction to call. */
export type Reader = Pick<Tx, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'with' | '$with' | '$count'>;
