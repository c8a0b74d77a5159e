import postgres from 'postgres';

const server = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];

export interface BenchDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database of its own on the given Postgres server; null when none was given. */
export async function benchDatabase(id: string): Promise<BenchDatabase | null> {
  if (!server) return null;
  const name = `bench_${id}_${process.pid}`;
  const root = postgres(server, { max: 1, onnotice: () => {} });
  await root.unsafe(`create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return {
    url: address.href,
    drop: async () => {
      await root.unsafe(`drop database if exists ${name} with (force)`);
      await root.end();
    },
  };
}

export const noServer = 'set TEST_DATABASE_URL to a Postgres server; eight clients need eight connections';
