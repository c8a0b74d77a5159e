'use server';

import { form, type Values } from '@/app/_lib/form';
import { CreateJudge } from '@/server/judges/schema/judges';
import { StartComparison } from '@/server/judges/schema/comparisons';
import { JudgingRef, StartCalibration } from '@/server/judges/schema/judgings';

const parts = (text: unknown, between: string | RegExp) =>
  String(text ?? '')
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean);

/** One step a line. */
const definitionOf = ({ steps, ...values }: Values) => ({
  ...values,
  ...(steps !== undefined && { steps: parts(steps, /\r?\n/) }),
});

export const createJudge = form(
  CreateJudge,
  async (api, input) => {
    const { id } = await api.judges.create(input);
    return { id };
  },
  definitionOf,
);

/** The words of people for a label stand in the field `words.LABEL`, with commas. */
function planOf(values: Values) {
  const isWords = (name: string) => name.startsWith('words.');
  const entries = Object.entries(values);
  return {
    ...Object.fromEntries(entries.filter(([name]) => !isWords(name))),
    mapping: Object.fromEntries(
      entries.flatMap(([name, text]) => (isWords(name) ? [[name.slice(6), parts(text, ',')]] : [])),
    ),
  };
}

export const startCalibration = form(
  StartCalibration,
  async (api, input) => {
    const { id } = await api.judges.calibrate(input);
    return { id };
  },
  planOf,
);
export const startComparison = form(StartComparison, async (api, input) => {
  const { id } = await api.judges.compare(input);
  return { id };
});
export const stopJudging = form(JudgingRef, async (api, input) => {
  await api.judges.stop(input);
});
export const resumeJudging = form(JudgingRef, async (api, input) => {
  await api.judges.resume(input);
});
