import { createSystem, editSystem } from '@/server/systems/commands';
import { getSystem, listSystems } from '@/server/systems/queries';
import { System } from '@/server/systems/schema';
import { route } from '../route';

const tag = 'Systems';

export const systemRoutes = [
  route({ method: 'get', path: '/systems', summary: 'List systems', tag, operation: listSystems }),
  route({
    method: 'post',
    path: '/systems',
    summary: 'Create a system',
    tag,
    operation: createSystem,
    output: System,
  }),
  route({
    method: 'get',
    path: '/systems/{systemId}',
    summary: 'One system',
    tag,
    operation: getSystem,
    output: System,
  }),
  route({
    method: 'patch',
    path: '/systems/{systemId}',
    summary: 'Edit a system',
    tag,
    operation: editSystem,
    output: System,
  }),
];
