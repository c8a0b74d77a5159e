import { mutate, query, router } from '@/server/trpc/init';
import { createDataset, editDataset } from './commands/datasets';
import { scanDataset } from './commands/scan-dataset';
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
import { getDatasetRows } from './queries/rows';

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
  scan: mutate(scanDataset),
  lastScan: query(getDatasetScan),
});
