import { createStudy, runStudy } from '@/server/bias/commands/studies';
import { getStudy, getStudyResult, listStudies, listStudyResults } from '@/server/bias/queries/studies';
import { CreatedStudy, Study, StudyResult } from '@/server/bias/schema';
import { route } from '../route';

const tag = 'Bias';
const results = { path: '/studies/{studyId}/results', tag };

export const biasRoutes = [
  route({ method: 'get', path: '/studies', tag, summary: 'List studies', operation: listStudies }),
  route({
    method: 'post',
    path: '/studies',
    tag,
    summary: 'Create a study, or the next number of its name; the same content again is unchanged',
    operation: createStudy,
    output: CreatedStudy,
  }),
  route({
    method: 'get',
    path: '/studies/{studyId}',
    tag,
    summary: 'One study',
    operation: getStudy,
    output: Study,
  }),
  route({ ...results, method: 'get', summary: 'Results, newest first', operation: listStudyResults }),
  route({ ...results, method: 'post', summary: 'Compute it', operation: runStudy, output: StudyResult }),
  route({
    method: 'get',
    path: '/study-results/{resultId}',
    tag,
    summary: 'One result with the document of bias --json',
    operation: getStudyResult,
    output: StudyResult,
  }),
];
