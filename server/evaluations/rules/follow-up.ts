export const workJobName = 'evaluations.work';

/** The job that works on a run next. */
export const workOn = (runId: string, slice: number) => ({
  name: workJobName,
  payload: { runId, slice },
});
