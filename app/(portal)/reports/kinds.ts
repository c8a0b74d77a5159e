export const kinds = [
  {
    value: 'bundle',
    label: 'Evidence bundle (ZIP)',
    hint: 'The whole signed log with every document of the release; verifies offline.',
  },
  {
    value: 'report',
    label: 'Release report (PDF)',
    hint: 'What people read: results, checklists, signatures.',
  },
  { value: 'events-csv', label: 'Events as CSV', hint: 'A table for spreadsheets, at most 100,000 events.' },
  { value: 'events-jsonl', label: 'Events as JSON lines', hint: 'The exact events, at most 100,000.' },
] as const;

export const kindLabel = (kind: string): string => kinds.find(({ value }) => value === kind)?.label ?? kind;
