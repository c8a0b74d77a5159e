/** Modules that change a system name the job that asks which of its answers are to be confirmed. */
export const askFactsJobName = 'facts.ask';
