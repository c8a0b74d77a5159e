import { adoptFramework } from '@/server/checklists/commands/adopt-framework';
import { chooseFramework, importFramework } from '@/server/checklists/commands/frameworks';
import { previewImport } from '@/server/checklists/commands/preview-import';
import { getFramework, listFrameworks } from '@/server/checklists/queries/frameworks';
import { previewFramework } from '@/server/checklists/queries/preview';
import { getRevision, listRevisions } from '@/server/checklists/queries/revisions';
import { route } from '../route';

const tag = 'Frameworks';
const maxBytes = 16_000_000;
const one = '/frameworks/{framework}';
const revision = `${one}/revisions/{revision}`;

export const frameworkRoutes = [
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
];
