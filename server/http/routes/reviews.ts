import { decideCase, giveLabel } from '@/server/reviews/commands/labels';
import { closeQueue, createQueue } from '@/server/reviews/commands/queues';
import { listDisagreements } from '@/server/reviews/queries/items';
import { getQueue, listQueues, nextItem } from '@/server/reviews/queries/queues';
import { NextItem, Queue } from '@/server/reviews/schema/reviews';
import { route } from '../route';

const tag = 'Reviews';
const one = '/reviews/{queueId}';

export const reviewRoutes = [
  route({ method: 'get', path: '/reviews', tag, summary: 'List review queues', operation: listQueues }),
  route({
    method: 'post',
    path: '/reviews',
    tag,
    summary: 'Let people label the answers of a run or a dataset',
    operation: createQueue,
    output: Queue,
  }),
  route({ method: 'get', path: one, tag, summary: 'One review queue', operation: getQueue, output: Queue }),
  route({
    method: 'get',
    path: `${one}/next`,
    tag,
    summary: 'The next case for the caller, blind',
    operation: nextItem,
    output: NextItem,
  }),
  route({ method: 'post', path: `${one}/labels`, tag, summary: 'Label a case', operation: giveLabel }),
  route({
    method: 'get',
    path: `${one}/disagreements`,
    tag,
    summary: 'Cases on which people differ',
    operation: listDisagreements,
  }),
  route({
    method: 'post',
    path: `${one}/decisions`,
    tag,
    summary: 'Decide one of them',
    operation: decideCase,
  }),
  route({
    method: 'post',
    path: `${one}/closing`,
    tag,
    summary: 'Close it: agreement is computed, and the labels become a dataset version',
    operation: closeQueue,
    output: Queue,
  }),
];
