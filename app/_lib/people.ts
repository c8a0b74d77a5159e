import 'server-only';
import { api } from '@/server/trpc/caller';

const most = 200;

/** The people of the organisation, for a choice by name. */
export async function peopleOptions(): Promise<{ value: string; label: string }[]> {
  const { items } = await (await api()).identity.people({ limit: most });
  return items.map(({ id, name }) => ({ value: id, label: name }));
}
