import type { ActionField } from '@/app/_lib/action-fields';
import type { Circumstances } from '@/server/findings/schema/incidents';
import { riskOptions, seriousOptions } from './words';

const number = (value: number | null | undefined) => (typeof value === 'number' ? String(value) : undefined);

/** What decides which notices the law asks for. */
export const circumstanceFields = (now?: Circumstances): ActionField[] => [
  {
    kind: 'tick',
    name: 'personalData',
    label: 'Personal data were lost, disclosed or altered',
    hint: 'GDPR Art. 4(12). Starts the 72 hours of Art. 33 unless a risk is unlikely.',
    value: String(now?.personalData ?? false),
  },
  {
    kind: 'choice',
    name: 'risk',
    label: 'Risk to the people concerned',
    required: true,
    options: riskOptions,
    value: now?.risk ?? 'risk',
  },
  {
    kind: 'tick',
    name: 'healthInformation',
    label: 'Unsecured protected health information was used or disclosed',
    hint: '45 CFR 164.402. Starts the 60 days of 164.404.',
    value: String(now?.healthInformation ?? false),
  },
  {
    kind: 'number',
    name: 'affected',
    label: 'People affected',
    hint: 'Leave empty while it is not known: it then counts as 500 or more.',
    value: number(now?.affected),
  },
  {
    kind: 'number',
    name: 'affectedInOneState',
    label: 'Of them, the most in one US State',
    hint: 'More than 500 need a notice to the media (45 CFR 164.406).',
    value: number(now?.affectedInOneState),
  },
  {
    kind: 'choice',
    name: 'serious',
    label: 'What it led to (AI Act Art. 3(49))',
    required: true,
    options: seriousOptions,
    value: now?.serious ?? 'none',
  },
];

export const stopsField = (stops: boolean): ActionField => ({
  kind: 'tick',
  name: 'stopsReleases',
  label: 'Stop every release of this system while it is open',
  hint: 'The gate denies with INCIDENT_OPEN.',
  value: String(stops),
});
