import { mutate, query, router } from '@/server/trpc/init';
import { commitSignoff } from './commands/commit-signoff';
import { prepareSignoff } from './commands/prepare-signoff';
import { withdrawSignoff } from './commands/withdraw-signoff';
import { countInbox, listInbox } from './queries/inbox';
import { getPrepared } from './queries/prepared';
import { getCase, listSignoffs } from './queries/signoffs';

export const signoffRouter = router({
  case: query(getCase),
  inbox: query(listInbox),
  inboxCount: query(countInbox),
  list: query(listSignoffs),
  prepared: query(getPrepared),
  prepare: mutate(prepareSignoff),
  commit: mutate(commitSignoff),
  withdraw: mutate(withdrawSignoff),
});
