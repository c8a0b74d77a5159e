import type { Context } from 'hono';
import type { Ctx } from '@/server/kernel/context';
import { bringLangfuse } from '@/server/registry/commands/bring-langfuse';
import { addDatasetVersion, createDataset, editDataset } from '@/server/registry/commands/datasets';
import { addModelVersion, createModel, editModel } from '@/server/registry/commands/models';
import { scanDataset } from '@/server/registry/commands/scan-dataset';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import {
  getDataset,
  getDatasetScan,
  getDatasetVersion,
  listDatasets,
  listDatasetVersions,
} from '@/server/registry/queries/datasets';
import { getModel, getModelVersion, listModels, listModelVersions } from '@/server/registry/queries/models';
import { getDatasetRows } from '@/server/registry/queries/rows';
import {
  AddedDatasetVersion,
  Dataset,
  DatasetRows,
  DatasetVersion,
  UploadQuery,
} from '@/server/registry/schema/datasets';
import { AddedModelVersion, Model, ModelVersion } from '@/server/registry/schema/models';
import { route } from '../route';

const models = { path: '/models', tag: 'Models' };
const model = { path: '/models/{modelId}', tag: 'Models', output: Model };
const modelVersions = { path: '/models/{modelId}/versions', tag: 'Models' };

const modelRoutes = [
  route({ ...models, method: 'get', summary: 'List models', operation: listModels }),
  route({ ...models, method: 'post', summary: 'Create a model', operation: createModel, output: Model }),
  route({ ...model, method: 'get', summary: 'One model', operation: getModel }),
  route({ ...model, method: 'patch', summary: 'Edit a model', operation: editModel }),
  route({ ...modelVersions, method: 'get', summary: 'Versions, newest first', operation: listModelVersions }),
  route({
    ...modelVersions,
    method: 'post',
    summary: 'Add a version; the same again is unchanged, something else under its name is a conflict',
    operation: addModelVersion,
    output: AddedModelVersion,
  }),
  route({
    method: 'get',
    path: '/model-versions/{versionId}',
    tag: 'Models',
    summary: 'One version with its card',
    operation: getModelVersion,
    output: ModelVersion,
  }),
];

const datasets = { path: '/datasets', tag: 'Datasets' };
const dataset = { path: '/datasets/{datasetId}', tag: 'Datasets', output: Dataset };
const datasetVersions = { path: '/datasets/{datasetId}/versions', tag: 'Datasets' };
const datasetVersion = { path: '/dataset-versions/{versionId}', tag: 'Datasets' };

const received = (c: Context, ctx: Ctx) => {
  const length = c.req.header('content-length');
  return receiveUpload(ctx, {
    parameters: { ...c.req.query(), ...c.req.param() },
    contentType: c.req.header('content-type') ?? '',
    sizeBytes: length === undefined ? null : Number(length),
    bytes: c.req.raw.body,
  });
};

const datasetRoutes = [
  route({ ...datasets, method: 'get', summary: 'List datasets', operation: listDatasets }),
  route({
    ...datasets,
    method: 'post',
    summary: 'Create a dataset',
    operation: createDataset,
    output: Dataset,
  }),
  route({ ...dataset, method: 'get', summary: 'One dataset', operation: getDataset }),
  route({ ...dataset, method: 'patch', summary: 'Edit a dataset', operation: editDataset }),
  route({
    ...datasetVersions,
    method: 'get',
    summary: 'Versions, newest first',
    operation: listDatasetVersions,
  }),
  route({
    ...datasetVersions,
    method: 'post',
    summary: 'Upload a CSV or JSON Lines file as the next version; the same content again is unchanged',
    operation: addDatasetVersion,
    output: AddedDatasetVersion,
    receive: received,
    receives: { contentTypes: ['text/csv', 'application/jsonl', 'application/json'], query: UploadQuery },
  }),
  route({
    method: 'post',
    path: '/datasets/{datasetId}/langfuse-versions',
    tag: 'Datasets',
    summary: 'Read the items of a Langfuse dataset, or traces, as the next version',
    operation: bringLangfuse,
    output: AddedDatasetVersion,
  }),
  route({
    ...datasetVersion,
    method: 'get',
    summary: 'One version',
    operation: getDatasetVersion,
    output: DatasetVersion,
  }),
  route({
    ...datasetVersion,
    path: '/dataset-versions/{versionId}/scan',
    method: 'get',
    summary: 'The newest scan for personal data and secrets: how often each class was found',
    operation: getDatasetScan,
  }),
  route({
    ...datasetVersion,
    path: '/dataset-versions/{versionId}/scan',
    method: 'post',
    summary: 'Scan the rows for personal data and secrets',
    operation: scanDataset,
  }),
  route({
    ...datasetVersion,
    path: '/dataset-versions/{versionId}/rows',
    method: 'get',
    summary: 'Rows of a version in the order of its file',
    operation: getDatasetRows,
    output: DatasetRows,
  }),
];

export const registryRoutes = [...modelRoutes, ...datasetRoutes];
