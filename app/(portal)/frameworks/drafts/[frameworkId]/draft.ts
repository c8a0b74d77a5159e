import type { Api } from '@/server/trpc/caller';

export type Draft = Awaited<ReturnType<Api['frameworks']['draft']>>;
export interface DraftProps {
  readonly draft: Draft;
  /** Why the reader may not edit it. */
  readonly reason: string | null;
}
