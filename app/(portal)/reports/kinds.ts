export const kinds = [
  {
    value: 'bundle',
    label: 'Evidence bundle (ZIP)',
    hint: 'The whole signed log with every document of the release; verifies offline.',
  },
  {
    value: 'report',
    label: 'Release report (PDF, DOCX or JSON)',
    hint: 'What people read: results, checklists, signatures.',
  },
  {
    value: 'document',
    label: 'Document (PDF, DOCX or JSON)',
    hint: 'Record of processing, DPIA, technical documentation, cards and more from facts and evidence.',
  },
  {
    value: 'oscal',
    label: 'OSCAL documents (ZIP or JSON)',
    hint: 'Catalog, profile, components, security plan, assessment and plan of action for other tools.',
  },
  { value: 'events-csv', label: 'Events as CSV', hint: 'A table for spreadsheets, at most 100,000 events.' },
  { value: 'events-jsonl', label: 'Events as JSON lines', hint: 'The exact events, at most 100,000.' },
] as const;

export const oscalDocuments = [
  { value: 'package', label: 'All documents (ZIP, a trestle workspace)' },
  { value: 'profile', label: 'Profile' },
  { value: 'component-definition', label: 'Component definition' },
  { value: 'system-security-plan', label: 'System security plan' },
  { value: 'assessment-plan', label: 'Assessment plan (releases only)' },
  { value: 'assessment-results', label: 'Assessment results (releases only)' },
  { value: 'plan-of-action-and-milestones', label: 'Plan of action and milestones' },
] as const;

export const documents = [
  { value: 'ropa', label: 'Record of processing (GDPR Art. 30)' },
  { value: 'dpia', label: 'Data protection impact assessment (GDPR Art. 35)' },
  { value: 'fria', label: 'Fundamental rights impact assessment (AI Act Art. 27)' },
  { value: 'annex-iv', label: 'Technical documentation (AI Act Annex IV; a release)' },
  { value: 'model-card', label: 'Model and system card (a release)' },
  { value: 'release-certificate', label: 'Release certificate (a release)' },
  { value: 'hipaa-risk-analysis', label: 'HIPAA risk analysis' },
  { value: 'breach-assessment', label: 'Breach four-factor record' },
] as const;

export const formats = [
  { value: 'pdf', label: 'PDF, for people' },
  { value: 'docx', label: 'DOCX, to be edited' },
  { value: 'json', label: 'JSON, for programs' },
] as const;

const kindLabel = (kind: string): string => kinds.find(({ value }) => value === kind)?.label ?? kind;

interface Exported {
  readonly kind: string;
  readonly document: string | null;
  readonly format: string | null;
}

/** What the file is: a document by its own name, everything else by its kind. */
export function fileLabel({ kind, document, format }: Exported): string {
  const named = [...documents, ...oscalDocuments].find(({ value }) => value === document);
  const name = named?.label.replace(/; a release\)$/, ')').replace(/ \(a release\)$/, '');
  const shown = format === null || format === 'pdf' ? '' : `, ${format.toUpperCase()}`;
  return `${name ?? kindLabel(kind).replace(/ \(PDF, DOCX or JSON\)$/, '')}${shown}`;
}
