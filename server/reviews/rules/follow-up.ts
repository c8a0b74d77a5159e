export const importLabelsName = 'registry.import-labels';

/** The job that makes a dataset version of a closed queue's labels. */
export const importLabels = (queueId: string, datasetName: string) => ({
  name: importLabelsName,
  payload: { queueId, datasetName },
});
