export const workJobName = 'evaluations.work';

/** The job that works on a run next. */
export const workOn = (runId: string, slice: number) => ({
  name: workJobName,
  payload: { runId, slice },
});

export const canaryJobName = 'evaluations.check-canary';

/** The job that holds a finished run of a canary against its reference. */
export const checkCanary = (runId: string) => ({ name: canaryJobName, payload: { runId } });
