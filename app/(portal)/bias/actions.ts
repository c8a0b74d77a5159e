'use server';

import { form, type Values } from '@/app/_lib/form';
import { CreateStudy, RunStudy } from '@/server/bias/schema';
import { offeredThresholds } from './threshold-fields';

const numeric = (text: unknown) => (text === undefined ? undefined : Number(text));

/** Threshold fields are called `metric.min` or `metric.max`; reference groups stand in one field, with commas. */
function definitionOf({ references, smallestGroup, confidence, ...values }: Partial<Values>) {
  const fields: Partial<Values> = { ...values };
  const thresholds: Record<string, Record<string, number>> = {};
  for (const { metric, side } of offeredThresholds) {
    const limit = numeric(fields[`${metric}.${side}`]);
    delete fields[`${metric}.${side}`];
    if (limit !== undefined) thresholds[metric] = { ...thresholds[metric], [side]: limit };
  }
  const names = String(references ?? '').split(',');
  return {
    ...fields,
    references: names.map((name) => name.trim()).filter(Boolean),
    smallestGroup: numeric(smallestGroup),
    confidence: numeric(confidence),
    thresholds,
  };
}

/** Creates the study and computes it at once. */
export const createStudy = form(
  CreateStudy.extend({ modelVersionId: RunStudy.shape.modelVersionId }),
  async (api, { modelVersionId, ...definition }) => {
    const study = await api.bias.create(definition);
    await api.bias.run({ studyId: study.id, modelVersionId });
    return { id: study.id };
  },
  definitionOf,
);

export const runStudy = form(RunStudy, async (api, input) => {
  await api.bias.run(input);
});
