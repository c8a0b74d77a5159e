import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';

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
  return Object.assign(drizzle(client, { casing: 'snake_case' }), { kind: address.kind });
}

export type Db = ReturnType<typeof connect>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** What read code receives: no insert, update, delete or transaction to call. */
export type Reader = Pick<Tx, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'with' | '$with' | '$count'>;
