import { mutate, query, router } from '@/server/trpc/init';
import { createSystem, editSystem } from './commands';
import { countSystems, getSystem, listSystems } from './queries';

export const systemsRouter = router({
  get: query(getSystem),
  list: query(listSystems),
  count: query(countSystems),
  create: mutate(createSystem),
  edit: mutate(editSystem),
});
