export const coverageJobName = 'coverage.record';
