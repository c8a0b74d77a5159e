import type { FollowUp } from '../../kernel/jobs';

export const buildJobName = 'reports.build';

/** The job that makes the file of an export. */
export const buildExport = (exportId: string): FollowUp => ({ name: buildJobName, payload: { exportId } });
