import type { Api } from '@/server/trpc/caller';

export type Checklist = Awaited<ReturnType<Api['checklists']['get']>>;
