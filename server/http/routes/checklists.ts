import type { Context } from 'hono';
import { Readable } from 'node:stream';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { addEvidenceFiles, addEvidenceList } from '@/server/checklists/commands/add-evidence-list';
import { assessControl } from '@/server/checklists/commands/assess-control';
import { assessControls } from '@/server/checklists/commands/assess-controls';
import {
  addEvidence,
  addEvidenceFile,
  downloadEvidence,
  revokeEvidence,
} from '@/server/checklists/commands/evidence';
import { captureLink } from '@/server/checklists/commands/capture-link';
import { confirmFacts } from '@/server/checklists/commands/confirm-facts';
import { delegateControl } from '@/server/checklists/commands/delegate-control';
import { planControls } from '@/server/checklists/commands/plan-controls';
import { reviewEvidence } from '@/server/checklists/commands/review-evidence';
import { receiveEvidence } from '@/server/checklists/commands/receive-evidence';
import { receiveEvidenceFiles } from '@/server/checklists/commands/receive-evidence-files';
import { listAssessments } from '@/server/checklists/queries/assessments';
import { getChecklist, getSystemChecklist } from '@/server/checklists/queries/checklists';
import { getEvidence, listEvidence } from '@/server/checklists/queries/evidence';
import { listEvidenceTypes } from '@/server/checklists/queries/frameworks';
import { getFacts } from '@/server/checklists/queries/system-facts';
import { getWantedEvidence } from '@/server/checklists/queries/wanted';
import { EvidenceFileQuery, NoFacts } from '@/server/checklists/schema';
import type { Ctx } from '@/server/kernel/context';
import { runtime } from '@/server/kernel/runtime';
import { boundaryOf, formParts } from '../multipart';
import { route } from '../route';

const get = 'get';
const post = 'post';

const facts = { path: '/systems/{systemId}/facts', tag: 'Facts' };
const factRoutes = [
  route({
    ...facts,
    method: get,
    summary: 'Answers, open questions, AI Act class and HIPAA status with the rules that decided',
    operation: getFacts,
  }),
  route({
    ...facts,
    method: 'put',
    summary:
      'Answer questions, all or none; null withdraws an answer; `confirm` names answers that still hold',
    operation: answerFacts,
  }),
  route({
    ...facts,
    path: '/systems/{systemId}/facts/confirm',
    method: post,
    summary: 'Confirm that the answers, and the classes that follow, still hold (not by API token)',
    operation: confirmFacts,
  }),
];

const received = (c: Context, ctx: Ctx) => {
  const length = c.req.header('content-length');
  return receiveEvidence(ctx, {
    parameters: c.req.query(),
    sizeBytes: length === undefined ? null : Number(length),
    bytes: c.req.raw.body,
  });
};
const receivedFiles = (c: Context, ctx: Ctx) => {
  const length = c.req.header('content-length');
  const boundary = boundaryOf(c.req.header('content-type') ?? '');
  return receiveEvidenceFiles(ctx, {
    sizeBytes: length === undefined ? null : Number(length),
    parts: formParts(c.req.raw.body ?? Readable.toWeb(Readable.from([])), boundary),
  });
};
/** RFC 5987: encodeURIComponent leaves four characters that a parameter may not hold. */
const percentEncoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);
const sent = ({ sha256, fileName, sizeBytes }: { sha256: string; fileName: string; sizeBytes: number }) =>
  new Response(Readable.toWeb(runtime().ports.files.open(sha256)) as ReadableStream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(sizeBytes),
      'content-disposition': `attachment; filename*=UTF-8''${percentEncoded(fileName)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      digest: `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`,
    },
  });

const items = { path: '/evidence', tag: 'Evidence' };
const item = { path: '/evidence/{evidenceId}', tag: 'Evidence' };
const evidenceRoutes = [
  route({ ...items, method: get, summary: 'List evidence, newest first', operation: listEvidence }),
  route({
    ...items,
    method: post,
    summary: 'Add a link, a record or an attestation',
    operation: addEvidence,
  }),
  route({
    ...items,
    path: '/evidence/lists',
    method: post,
    summary: 'Add up to 100 links, records or attestations, all or none',
    operation: addEvidenceList,
  }),
  route({
    ...items,
    path: '/evidence/links',
    method: post,
    summary: 'Add a public address as evidence; a copy (at most 20 MB) is captured now and hashed',
    operation: captureLink,
  }),
  route({
    ...items,
    path: '/evidence/files',
    method: post,
    summary: 'Upload a file (at most 100 MB) as evidence',
    operation: addEvidenceFile,
    receive: received,
    receives: { contentTypes: ['application/octet-stream'], query: EvidenceFileQuery },
  }),
  route({
    ...items,
    path: '/evidence/files/lists',
    method: post,
    summary:
      'Up to 25 files (100 MB each, 500 MB together) for up to 100 items, all or none. The first part is `mapping`, ' +
      'JSON like the body of /evidence/lists with content {"as": "file", "file": NAME}; then parts `files`',
    operation: addEvidenceFiles,
    receive: receivedFiles,
    receives: { contentTypes: ['multipart/form-data'], query: NoFacts },
  }),
  route({ ...item, method: get, summary: 'One item with its revisions', operation: getEvidence }),
  route({
    ...item,
    path: '/evidence/{evidenceId}/file',
    method: get,
    summary: 'The file; the download is recorded',
    operation: downloadEvidence,
    respond: sent,
  }),
  route({
    ...item,
    path: '/evidence/{evidenceId}/revoke',
    method: post,
    summary: 'Take evidence out of force',
    operation: revokeEvidence,
  }),
  route({
    ...item,
    path: '/evidence/{evidenceId}/reviews',
    method: post,
    summary: 'Accept or reject evidence that somebody else gave (not by API token)',
    operation: reviewEvidence,
  }),
  route({
    ...items,
    path: '/evidence-types',
    method: get,
    summary: 'The kinds of evidence that a person can give',
    operation: listEvidenceTypes,
  }),
];

const assessments = { path: '/assessments', tag: 'Checklists' };
export const checklistRoutes = [
  ...factRoutes,
  ...evidenceRoutes,
  route({ ...assessments, method: get, summary: 'Assessments, newest first', operation: listAssessments }),
  route({
    ...assessments,
    method: post,
    summary: 'Assess a control, as the person who holds its owner role (not by API token)',
    operation: assessControl,
  }),
  route({
    method: post,
    path: '/releases/{releaseId}/checklists/{environment}/assessments',
    tag: 'Checklists',
    summary: 'One decision about many controls, all or none (not by API token)',
    operation: assessControls,
  }),
  route({
    method: get,
    path: '/releases/{releaseId}/checklists/{environment}/wanted-evidence',
    tag: 'Checklists',
    summary: 'What a checklist waits for that people can hand in, and the controls that each item serves',
    operation: getWantedEvidence,
  }),
  route({
    method: 'put',
    path: '/systems/{systemId}/control-plans',
    tag: 'Checklists',
    summary: 'Say who sees to controls of a system, and by when',
    operation: planControls,
  }),
  route({
    method: post,
    path: '/control-plans/delegate',
    tag: 'Checklists',
    summary: 'Hand a planned control on to another person; its day stays',
    operation: delegateControl,
  }),
  route({
    method: get,
    path: '/releases/{releaseId}/checklists/{environment}',
    tag: 'Checklists',
    summary: 'Every control of a release in an environment: status, why, what is missing',
    operation: getChecklist,
  }),
  route({
    method: get,
    path: '/systems/{systemId}/checklist',
    tag: 'Checklists',
    summary: 'What the facts of a system ask for, before any release',
    operation: getSystemChecklist,
  }),
];
