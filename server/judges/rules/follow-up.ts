export const judgeJobName = 'judges.work';

/** The job that works on a judging next. */
export const judgeNext = (judgingId: string, slice: number) => ({
  name: judgeJobName,
  payload: { judgingId, slice },
});
