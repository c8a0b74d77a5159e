'use server';

import { form, type Values } from '@/app/_lib/form';
import { langfuseOf } from '@/app/_lib/langfuse';
import { BringRecorded, ResumeRun, RunRef, StartRun } from '@/server/evaluations/schema/runs';
import {
  AcceptReference,
  CreateSchedule,
  EditSchedule,
  ScheduleRef,
} from '@/server/evaluations/schema/schedules';
import { StartFromPack } from '@/server/evaluations/schema/suite-sources';
import { AddSuiteVersion, CreateSuite } from '@/server/evaluations/schema/suites';

export const createSuite = form(CreateSuite, async (api, input) => {
  const { id } = await api.suites.create(input);
  return { id };
});

export const startFromPack = form(StartFromPack, async (api, input) => {
  const { suite } = await api.suites.startFromPack(input);
  return { id: suite.id };
});

export const addSuiteVersion = form(AddSuiteVersion, async (api, input) => {
  const { suiteId, number, unchanged } = await api.suites.addVersion(input);
  return { suiteId, number, unchanged };
});

const numeric = (text: unknown) => (text === undefined ? undefined : Number(text));

/** An empty field keeps what the suite says. */
const targetOf = ({
  api,
  baseUrl,
  model,
  temperature,
  seed,
  maxTokens,
  stream,
  noCache,
  ...rest
}: Partial<Values>) => ({
  ...rest,
  noCache: noCache === 'true' || undefined,
  target: {
    api,
    baseUrl,
    model,
    stream: stream === undefined ? undefined : stream === 'true',
    temperature: numeric(temperature),
    seed: numeric(seed),
    maxTokens: numeric(maxTokens),
  },
});

export const startRun = form(
  StartRun,
  async (api, input) => {
    const { id } = await api.runs.start(input);
    return { id };
  },
  targetOf,
);

export const bringRecorded = form(
  BringRecorded,
  async (api, input) => {
    const { id } = await api.runs.bringRecorded(input);
    return { id };
  },
  langfuseOf,
);

export const stopRun = form(RunRef, async (api, input) => {
  await api.runs.stop(input);
});

export const resumeRun = form(ResumeRun, async (api, input) => {
  await api.runs.resume(input);
});

/** Blackouts come as one text with a range on each line. */
const scheduleOf = ({ blackouts, onNewVersion, canary, ...rest }: Partial<Values>) => ({
  ...rest,
  blackouts: String(blackouts ?? '')
    .split(/\s+/)
    .filter(Boolean),
  onNewVersion: onNewVersion === 'true',
  canary: canary === 'true',
});

export const createSchedule = form(
  CreateSchedule,
  async (api, input) => {
    const { id } = await api.schedules.create(input);
    return { id };
  },
  scheduleOf,
);

export const editSchedule = form(EditSchedule, async (api, input) => {
  await api.schedules.edit(input);
});

export const deleteSchedule = form(ScheduleRef, async (api, input) => {
  await api.schedules.delete(input);
});

export const acceptReference = form(AcceptReference, async (api, input) => {
  await api.schedules.acceptReference(input);
});
