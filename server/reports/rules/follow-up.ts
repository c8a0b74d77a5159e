export const buildJobName = 'reports.build';

/** The job that makes the file of an export. */
export const buildExport = (exportId: string) => ({ name: buildJobName, payload: { exportId } });
