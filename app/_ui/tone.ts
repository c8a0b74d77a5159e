/** What a colour means. Words always stand beside it: colour is never the only sign. */
export type Tone = 'neutral' | 'accent' | 'positive' | 'warning' | 'negative' | 'info';

/** Tinted box with readable text of the same meaning. */
export const softTone: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted border-border',
  accent: 'bg-accent-soft text-accent border-accent-line',
  positive: 'bg-positive-soft text-positive border-positive-line',
  warning: 'bg-warning-soft text-warning border-warning-line',
  negative: 'bg-negative-soft text-negative border-negative-line',
  info: 'bg-info-soft text-info border-info-line',
};

export const textTone: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  positive: 'text-positive',
  warning: 'text-warning',
  negative: 'text-negative',
  info: 'text-info',
};

/** Marks without text: dots, bars, points; at least 3:1 on raised. */
export const fillTone: Record<Tone, string> = {
  neutral: 'fill-control',
  accent: 'fill-accent',
  positive: 'fill-positive-solid',
  warning: 'fill-warning-solid',
  negative: 'fill-negative-mark',
  info: 'fill-info-solid',
};

export const strokeTone: Record<Tone, string> = {
  neutral: 'stroke-control',
  accent: 'stroke-accent',
  positive: 'stroke-positive-solid',
  warning: 'stroke-warning-solid',
  negative: 'stroke-negative-mark',
  info: 'stroke-info-solid',
};
