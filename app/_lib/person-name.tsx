import 'server-only';
import { cache } from 'react';
import { TRPCError } from '@trpc/server';
import { Avatar } from '@/app/_ui/avatar';
import { api } from '@/server/trpc/caller';

const nameOf = cache(async (personId: string): Promise<string | null> => {
  const person = (await api()).identity.person({ personId });
  return person.then(
    ({ name }) => name,
    (error: unknown) => {
      if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null;
      throw error;
    },
  );
});

/** A person by name, whoever else (a token, a job) by id; looked up once per request. */
export async function PersonName({ id }: { id: string }) {
  const name = id.startsWith('per_') ? await nameOf(id) : null;
  return name ? <Avatar name={name} named /> : <code className="font-mono text-xs">{id}</code>;
}
