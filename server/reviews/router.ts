import { mutate, query, router } from '@/server/trpc/init';
import { decideCase, giveLabel } from './commands/labels';
import { closeQueue, createQueue } from './commands/queues';
import { listDisagreements } from './queries/items';
import { getQueue, listQueues, nextItem } from './queries/queues';

export const reviewsRouter = router({
  get: query(getQueue),
  list: query(listQueues),
  next: query(nextItem),
  disagreements: query(listDisagreements),
  create: mutate(createQueue),
  label: mutate(giveLabel),
  decide: mutate(decideCase),
  close: mutate(closeQueue),
});
