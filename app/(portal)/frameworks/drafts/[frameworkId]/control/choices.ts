import type { Option } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';

/** What a control may name. */
export type Choices = Omit<Awaited<ReturnType<Api['frameworks']['choices']>>, 'orgId'>;

export const spoken = (codes: readonly string[]): Option[] =>
  codes.map((value) => ({ value, label: words(value) }));

export const titled = (all: readonly { readonly id: string; readonly title: string | null }[]): Option[] =>
  all
    .map(({ id, title }) => ({ value: id, label: title ?? words(id) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
