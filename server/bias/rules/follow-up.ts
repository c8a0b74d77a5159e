export const studyJobName = 'bias.run-study';

/** The job that computes a result. */
export const computeStudy = (resultId: string) => ({ name: studyJobName, payload: { resultId } });
