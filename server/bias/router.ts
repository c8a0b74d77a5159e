import { mutate, query, router } from '@/server/trpc/init';
import { createStudy, runStudy } from './commands/studies';
import { countStudies, getStudy, getStudyResult, listStudies, listStudyResults } from './queries/studies';

export const biasRouter = router({
  get: query(getStudy),
  list: query(listStudies),
  count: query(countStudies),
  result: query(getStudyResult),
  results: query(listStudyResults),
  create: mutate(createStudy),
  run: mutate(runStudy),
});
