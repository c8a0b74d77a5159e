/** Rows between two entries of a dataset version's index of offsets; runs fan out in multiples of it. */
export const rowsPerChunk = 64;
