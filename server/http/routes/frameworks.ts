import { Readable } from 'node:stream';
import { adoptFramework } from '@/server/checklists/commands/adopt-framework';
import { changeDraft, discardDraft, publishDraft, startDraft } from '@/server/checklists/commands/drafts';
import { chooseFramework, importFramework } from '@/server/checklists/commands/frameworks';
import { previewImport } from '@/server/checklists/commands/preview-import';
import {
  explainExpression,
  getControlChoices,
  getDraft,
  listDrafts,
} from '@/server/checklists/queries/drafts';
import { getFramework, listFrameworks } from '@/server/checklists/queries/frameworks';
import { previewFramework } from '@/server/checklists/queries/preview';
import { getTemplate } from '@/server/checklists/queries/template';
import { getRevision, listRevisions } from '@/server/checklists/queries/revisions';
import { route } from '../route';

const tag = 'Frameworks';
const maxBytes = 16_000_000;
const one = '/frameworks/{framework}';
const draft = `${one}/draft`;
const revision = `${one}/revisions/{revision}`;

export const frameworkRoutes = [
  route({
    method: 'get',
    path: '/frameworks/template.xlsx',
    tag,
    summary: 'A workbook to write a framework in: fields, an example, and the values that there are',
    operation: getTemplate,
    respond: ({ body }) =>
      new Response(Readable.toWeb(body) as ReadableStream, {
        headers: {
          'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'content-disposition': 'attachment; filename="framework-template.xlsx"',
        },
      }),
  }),
  route({
    method: 'get',
    path: '/frameworks',
    tag,
    summary: 'Frameworks with the status of their law, and whether a newer version waits',
    operation: listFrameworks,
  }),
  route({
    method: 'get',
    path: one,
    tag,
    summary: 'One framework with its controls, in the version in use',
    operation: getFramework,
  }),
  route({
    method: 'get',
    path: `${one}/revisions`,
    tag,
    summary: 'The revisions of a framework, and which of them came into use when and why',
    operation: listRevisions,
  }),
  route({
    method: 'get',
    path: revision,
    tag,
    summary: 'One revision with its controls, and the text of one of your own',
    operation: getRevision,
  }),
  route({
    method: 'get',
    path: `${revision}/preview`,
    tag,
    summary: 'What would change if this revision came into use: controls, systems, releases',
    operation: previewFramework,
  }),
  route({
    method: 'post',
    path: `${one}/adoptions`,
    tag,
    summary: 'Bring a revision into use, or an earlier one back with rollback (not by API token)',
    operation: adoptFramework,
  }),
  route({
    method: 'post',
    path: '/frameworks',
    tag,
    summary:
      'Import a framework of your own, or its next revision: YAML, JSON, CSV, a workbook (.xlsx in base64), an OSCAL catalog or profile',
    operation: importFramework,
    maxBytes,
  }),
  route({
    method: 'post',
    path: '/frameworks/previews',
    tag,
    summary: 'What an import would store, what it changes and leaves open; nothing is stored',
    operation: previewImport,
    maxBytes,
  }),
  route({
    method: 'put',
    path: `${one}/choice`,
    tag,
    summary: 'Use a framework or not, in the organisation or for one system; null withdraws the choice',
    operation: chooseFramework,
  }),
  route({
    method: 'get',
    path: '/framework-drafts',
    tag,
    summary: 'Drafts of frameworks of your own, the last changed first',
    operation: listDrafts,
  }),
  route({
    method: 'get',
    path: draft,
    tag,
    summary: 'The draft of the next version, what it changes, and what stands in the way of publishing it',
    operation: getDraft,
  }),
  route({
    method: 'post',
    path: draft,
    tag,
    summary: 'Begin a draft: of a new framework with `head`, or of the next version of one of your own',
    operation: startDraft,
  }),
  route({
    method: 'patch',
    path: draft,
    tag,
    summary: 'Change a draft: its head, or put, remove, restore or move a control; all or nothing',
    operation: changeDraft,
  }),
  route({ method: 'delete', path: draft, tag, summary: 'Discard a draft', operation: discardDraft }),
  route({
    method: 'post',
    path: `${draft}/publish`,
    tag,
    summary:
      'Store a draft as the next revision, as an import of it would be; a later one waits to be adopted',
    operation: publishDraft,
  }),
  route({
    method: 'get',
    path: '/control-choices',
    tag,
    summary:
      'What a control may name: facts with their questions, evidence, checks, roles and other controls',
    operation: getControlChoices,
  }),
  route({
    method: 'get',
    path: '/expressions/explain',
    tag,
    summary: 'What an applicability expression means in words, or the position of what is wrong with it',
    operation: explainExpression,
  }),
];
