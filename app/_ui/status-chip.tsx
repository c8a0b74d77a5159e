import { Chip } from './chip';
import type { Tone } from './tone';

const asWritten: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'ai',
      'api',
      'csv',
      'dpo',
      'eu',
      'fda',
      'gdpr',
      'hipaa',
      'hr',
      'id',
      'iii',
      'iso',
      'json',
      'ml',
      'nist',
      'phi',
      'rmf',
      'sud',
      'us',
    ].map((word) => [word, word.toUpperCase()]),
  ),
  '21cfr11': '21 CFR Part 11',
  org: 'organisation',
  signoff: 'sign-off',
  signoffs: 'sign-offs',
};

/** "not_enough_evidence" → "Not enough evidence", "ml_engineer" → "ML engineer". */
export const words = (code: string): string => {
  const text = code
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .replaceAll(/\b[a-z0-9]+\b/g, (word) => asWritten[word] ?? word)
    .replaceAll(/\b(non|sub) (?=[a-z])/g, '$1-');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export interface StatusChipProps<Status extends string> {
  readonly status: Status;
  /** What each status means; one that is not named is neutral. */
  readonly tones?: Readonly<Partial<Record<Status, Tone>>>;
  /** Overrides the map. */
  readonly tone?: Tone;
  readonly label?: string;
  readonly title?: string;
}

export function StatusChip<Status extends string>({
  status,
  tones,
  tone,
  label,
  title,
}: StatusChipProps<Status>) {
  return (
    <Chip dot tone={tone ?? tones?.[status] ?? 'neutral'} title={title}>
      {label ?? words(status)}
    </Chip>
  );
}
