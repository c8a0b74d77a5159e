import { mutate, query, router } from '@/server/trpc/init';
import { readNotifications } from './commands';
import { getMyTasks } from './queries/tasks';

export const tasksRouter = router({
  mine: query(getMyTasks),
  read: mutate(readNotifications),
});
