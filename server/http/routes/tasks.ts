import { readNotifications } from '@/server/tasks/commands';
import { getMyTasks } from '@/server/tasks/queries/tasks';
import { route } from '../route';

const tag = 'Tasks';

export const taskRoutes = [
  route({
    method: 'get',
    path: '/tasks',
    tag,
    summary: 'What the caller sees to and is due within 30 days or late, with unread reminders',
    operation: getMyTasks,
  }),
  route({
    method: 'post',
    path: '/tasks/notifications/read',
    tag,
    summary: 'Mark reminders as read: those named, or all',
    operation: readNotifications,
  }),
];
