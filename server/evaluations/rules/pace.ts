/** How many calls may be in flight for one provider key, and what that number has learnt so far. */
export interface Pace {
  readonly width: number;
  readonly limit: number;
  readonly adaptive: boolean;
  readonly clean: number;
  /** Grows with each halving. A rate limit met by a call that began before is old news. */
  readonly epoch: number;
}

const firstWidth = 4;
const cleanToWiden = 20;

/** Adaptive: starts at 4 and finds its width between 1 and `limit`. */
export const adaptivePace = (limit: number): Pace => ({
  width: Math.min(firstWidth, limit),
  limit,
  adaptive: true,
  clean: 0,
  epoch: 0,
});

/** The number a suite fixes. */
export const fixedPace = (width: number): Pace => ({
  width,
  limit: width,
  adaptive: false,
  clean: 0,
  epoch: 0,
});

/** One more after twenty clean answers in a row. */
export function afterAnswer(pace: Pace): Pace {
  if (!pace.adaptive) return pace;
  const clean = pace.clean + 1;
  if (clean < cleanToWiden) return { ...pace, clean };
  return { ...pace, clean: 0, width: Math.min(pace.limit, pace.width + 1) };
}

/** Half on a rate limit, once for all calls that were in flight together. */
export function afterRateLimit(pace: Pace, epochOfCall: number): Pace {
  if (!pace.adaptive || epochOfCall < pace.epoch) return pace;
  return { ...pace, clean: 0, width: Math.max(1, Math.floor(pace.width / 2)), epoch: pace.epoch + 1 };
}

/** Any other failure only breaks the row of clean answers. */
export const afterFailure = (pace: Pace): Pace => (pace.adaptive ? { ...pace, clean: 0 } : pace);
