/** What the words beside a file mean. */
export const standingTones = { draft: 'warning', sealed: 'positive', superseded: 'neutral' } as const;
export const standingTitles = {
  draft: 'Nobody has made its content final',
  sealed: 'Its content is final, and the log holds its digest',
  superseded: 'Other content about the same was sealed later',
} as const;
