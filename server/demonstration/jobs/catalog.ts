import { job } from '@/server/kernel/jobs';
import { loadJobName } from '../rules/follow-up';
import { Cast } from '../schema';
import { load } from './load';

/** Does in a new demonstration organisation what its people would do, through the same operations. */
export const loadDemonstrationJob = job({ name: loadJobName, payload: Cast, attempts: 8, run: load });
