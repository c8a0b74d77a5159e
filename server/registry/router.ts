import { mutate, query, router } from '@/server/trpc/init';
import { bringLangfuse } from './commands/bring-langfuse';
import { createDataset, editDataset } from './commands/datasets';
import { scanDataset } from './commands/scan-dataset';
import { dropVendor, editVendor, endVendor, registerVendor, recordUse } from './commands/vendors';
import { addModelVersion, createModel, editModel } from './commands/models';
import {
  countDatasets,
  getDataset,
  getDatasetScan,
  getDatasetVersion,
  listDatasets,
  listDatasetVersions,
} from './queries/datasets';
import { countModels, getModel, getModelVersion, listModels, listModelVersions } from './queries/models';
import { countVendors, getVendor, listSystemVendors, listVendors } from './queries/vendors';
import { getDatasetRows } from './queries/rows';

export const vendorsRouter = router({
  get: query(getVendor),
  list: query(listVendors),
  count: query(countVendors),
  ofSystem: query(listSystemVendors),
  register: mutate(registerVendor),
  edit: mutate(editVendor),
  end: mutate(endVendor),
  use: mutate(recordUse),
  drop: mutate(dropVendor),
});

export const modelsRouter = router({
  get: query(getModel),
  list: query(listModels),
  count: query(countModels),
  version: query(getModelVersion),
  versions: query(listModelVersions),
  create: mutate(createModel),
  edit: mutate(editModel),
  addVersion: mutate(addModelVersion),
});

/** Versions are uploaded over REST only: a file does not fit into a call. */
export const datasetsRouter = router({
  get: query(getDataset),
  list: query(listDatasets),
  count: query(countDatasets),
  version: query(getDatasetVersion),
  versions: query(listDatasetVersions),
  rows: query(getDatasetRows),
  create: mutate(createDataset),
  edit: mutate(editDataset),
  bringLangfuse: mutate(bringLangfuse),
  scan: mutate(scanDataset),
  lastScan: query(getDatasetScan),
});
