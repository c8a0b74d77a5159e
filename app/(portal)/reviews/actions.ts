'use server';

import { form, type Values } from '@/app/_lib/form';
import { CreateQueue, DecideCase, GiveLabel, QueueRef } from '@/server/reviews/schema/reviews';

/** The labels stand in one field, with commas. */
const queueOf = (values: Values) => ({
  ...values,
  labels: String(values.labels ?? '')
    .split(',')
    .map((label) => label.trim())
    .filter(Boolean),
});

export const createQueue = form(
  CreateQueue,
  async (api, input) => {
    const { id } = await api.reviews.create(input);
    return { id };
  },
  queueOf,
);
export const giveLabel = form(GiveLabel, async (api, input) => {
  await api.reviews.label(input);
});
export const decideCase = form(DecideCase, async (api, input) => {
  await api.reviews.decide(input);
});
export const closeQueue = form(QueueRef, async (api, input) => {
  await api.reviews.close(input);
});
