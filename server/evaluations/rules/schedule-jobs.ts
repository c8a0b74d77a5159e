export const fireJobName = 'evaluations.fire-schedule';
/** Sent by the prompts module when a label moves. */
export const labelMovedJobName = 'evaluations.prompt-label-moved';

/** @param seconds from now until it is delivered */
export const fireLater = (scheduleId: string, due: number, seconds: number) => ({
  name: fireJobName,
  payload: { scheduleId, cause: 'cron' as const, due },
  startAfterSeconds: seconds,
});

export const fireNow = (scheduleId: string, cause: 'new_version' | 'label_moved' | 'canary_alarmed') => ({
  name: fireJobName,
  payload: { scheduleId, cause, due: null },
});
