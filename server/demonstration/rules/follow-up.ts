import type { Cast } from '../schema';

/** Named here so that whoever founds the organisation and whoever does the work agree on it. */
export const loadJobName = 'demonstration.load';
export const loadFor = (cast: Cast) => ({ name: loadJobName, payload: cast });
