import { importSuite, startFromPack } from '@/server/evaluations/commands/bring-suite';
import { previewSuiteImport } from '@/server/evaluations/commands/preview-suite-import';
import { listPacks } from '@/server/evaluations/queries/packs';
import { BroughtSuite, SuitePreview } from '@/server/evaluations/schema/suite-sources';
import { route } from '../route';

const tag = 'Evaluations';
const importBytes = 4_200_000;
/** Suites from elsewhere: another tool's file, or a pack that ships. */
export const suiteSourceRoutes = [
  route({
    method: 'get',
    path: '/suite-packs',
    tag,
    summary: 'Safety suites that ship with the product, with what each proves and does not prove',
    operation: listPacks,
  }),
  route({
    method: 'post',
    path: '/suite-packs/{pack}/suites',
    tag,
    summary: 'Make a suite of a safety pack, with its dataset',
    operation: startFromPack,
    output: BroughtSuite,
  }),
  route({
    method: 'post',
    path: '/suite-imports',
    tag,
    summary: 'Make dataset, prompt and suite of a promptfoo configuration, all or none',
    operation: importSuite,
    output: BroughtSuite,
    maxBytes: importBytes,
  }),
  route({
    method: 'post',
    path: '/suite-imports/previews',
    tag,
    summary: 'What an import would make, and what it would leave out and why; nothing is stored',
    operation: previewSuiteImport,
    output: SuitePreview,
    maxBytes: importBytes,
  }),
];
