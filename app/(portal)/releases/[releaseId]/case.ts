import type { Api } from '@/server/trpc/caller';

/** One release in one environment, as the pages of the case read it. */
export type Case = Awaited<ReturnType<Api['signoff']['case']>>;
