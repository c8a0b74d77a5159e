import {
  entityHistory,
  getInclusionProof,
  getTrailHealth,
  listEvents,
  pullEvents,
} from '@/server/audit/queries';
import { route } from '../route';

const tag = 'Audit';

export const auditRoutes = [
  route({
    method: 'get',
    path: '/audit/trail',
    summary: 'Search the trail, newest first',
    tag,
    operation: listEvents,
  }),
  route({
    method: 'get',
    path: '/audit/history',
    summary: 'History of one entity',
    tag,
    operation: entityHistory,
  }),
  route({
    method: 'get',
    path: '/audit/checkpoint',
    summary: 'Newest signed checkpoint',
    tag,
    operation: getTrailHealth,
  }),
  route({
    method: 'get',
    path: '/audit/events',
    summary: 'Exact event bytes in log order, one JSON line each; cursor = leaf index',
    tag,
    operation: pullEvents,
    respond: ({ rows, next }) => {
      const lines = rows.map(({ body }) => `${Buffer.from(body).toString()}\n`).join('');
      const headers = { 'content-type': 'application/jsonl', 'countersign-next-index': String(next) };
      return new Response(lines, { headers });
    },
  }),
  route({
    method: 'get',
    path: '/audit/events/{eventId}/proof',
    summary: 'Inclusion proof of one event',
    tag,
    operation: getInclusionProof,
  }),
];
