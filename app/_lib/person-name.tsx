import 'server-only';
import { cache } from 'react';
import { TRPCError } from '@trpc/server';
import { Avatar } from '@/app/_ui/avatar';
import { api } from '@/server/trpc/caller';
import { jobWords } from './thing';

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

/** A person by name, a job in words, whoever else by id; looked up once per request. */
export async function PersonName({ id }: { id: string }) {
  const name = id.startsWith('per_') ? await nameOf(id) : null;
  if (name) return <Avatar name={name} named />;
  return jobWords(id) ?? <code className="font-mono text-xs">{id}</code>;
}
