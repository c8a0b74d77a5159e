/** Metrics that the form offers a threshold for; the others are set over REST or on the command line. */
export const offeredThresholds = [
  {
    metric: 'demographicParityRatio',
    side: 'min',
    label: 'Selection rates, smallest over largest, at least',
    hint: '0.8 is the four-fifths rule',
    proposed: '0.8',
  },
  {
    metric: 'demographicParityDifference',
    side: 'max',
    label: 'Selection rates, largest minus smallest, at most',
    hint: 'Demographic parity difference',
    proposed: undefined,
  },
  {
    metric: 'equalizedOddsDifference',
    side: 'max',
    label: 'Worst gap of true or false positive rates, at most',
    hint: 'Equalized odds difference; needs a label',
    proposed: undefined,
  },
  {
    metric: 'equalOpportunityDifference',
    side: 'max',
    label: 'Gap of true positive rates, at most',
    hint: 'Equal opportunity difference; needs a label',
    proposed: undefined,
  },
] as const;
