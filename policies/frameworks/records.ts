import { documentForms } from './documents';

/** Forms of structured records: what a person fills in so that a check can read it. */
export type RecordField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Absent = it must be filled in. */
  readonly optional?: true;
} & (
  | { readonly kind: 'text' | 'date' | 'yes_no' }
  | { readonly kind: 'number'; readonly max: number }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[] }
);

type Kind = 'text' | 'date' | 'yes_no';
const plain =
  (kind: Kind) =>
  (name: string, label: string, hint?: string): RecordField => ({ name, label, kind, ...(hint && { hint }) });
const text = plain('text');
const date = plain('date');
const yesNo = plain('yes_no');
const number = (name: string, label: string, max = 1_000_000): RecordField => ({
  name,
  label,
  kind: 'number',
  max,
});
const choice = (name: string, label: string, ...options: string[]): RecordField => ({
  name,
  label,
  kind: 'choice',
  options,
});
const choices = (name: string, label: string, options: readonly string[]): RecordField => ({
  name,
  label,
  kind: 'choices',
  options,
});
const optional = (field: RecordField): RecordField => ({ ...field, optional: true });

const stores = ['prompts', 'outputs', 'logs', 'embeddings', 'training_copies', 'weights'] as const;
export const courses = [
  'ai-literacy',
  'ai-risk',
  'esign',
  'hipaa-privacy',
  'hipaa-security',
  'operator',
] as const;
export const logFields = [
  'time',
  'release_digest',
  'actor',
  'input_reference',
  'output_reference',
  'guardrail_events',
  'override_events',
] as const;
export const monitorKinds = ['drift', 'error', 'safety', 'fairness'] as const;

const annexIv = [
  'General description (point 1)',
  'Detailed description of elements and development (point 2)',
  'Monitoring, functioning and control (point 3)',
  'Appropriateness of the performance metrics (point 4)',
  'Risk management system (point 5)',
  'Relevant changes through the lifecycle (point 6)',
  'Harmonised standards applied, or solutions used instead (point 7)',
  'EU declaration of conformity (point 8)',
  'Post-market monitoring system and plan (point 9)',
];

/** By evidence type. The parameters that judge the answers are those of the check, not of the form. */
export const recordForms: Readonly<Record<string, readonly RecordField[]>> = {
  'rec.ropa': [
    text('contact', 'Controller or processor, contact details, representative and DPO'),
    optional(text('purposes', 'Purposes of the processing', 'Art. 30(1)(b)')),
    optional(text('categories', 'Categories of data subjects and of personal data', 'Art. 30(1)(c)')),
    optional(text('recipients', 'Categories of recipients', 'Art. 30(1)(d)')),
    text('transfers', 'Transfers to third countries and their safeguards; "none" where there are none'),
    optional(text('time_limits', 'Time limits for erasure', 'Art. 30(1)(f)')),
    text('security', 'Technical and organisational security measures'),
    optional(text('controllers', 'Controllers on whose behalf it is processed', 'Art. 30(2)(a)')),
    optional(text('processing', 'Categories of processing for each controller', 'Art. 30(2)(b)')),
  ],
  'rec.lineage': [
    text('sources', 'Where each dataset of the release comes from'),
    date('collected_until', 'Last day of collection'),
  ],
  'rec.training-completion': [
    choice('course', 'Course', ...courses),
    number('assigned', 'People who must complete it'),
    number('completed', 'People who completed it'),
    date('completed_on', 'As of'),
  ],
  'rec.access-review': [
    date('reviewed_on', 'Reviewed on'),
    number('accounts', 'Accounts reviewed'),
    number('open_findings', 'Findings still open'),
  ],
  'rec.activity-review': [
    date('reviewed_on', 'Reviewed on'),
    text('period', 'Period and logs that were reviewed'),
    number('open_findings', 'Findings still open'),
  ],
  'rec.change-assessment': [
    yesNo('substantial', 'Is it a substantial modification? (AI Act Art. 3(23))'),
    text('why', 'Why, and what changed'),
  ],
  'rec.eu-registration': [
    text('registration_number', 'Registration number in the EU database'),
    date('registered_on', 'Registered on'),
    text('version', 'Version of the system that is registered'),
  ],
  'rec.dsr-log': [
    text('stores', 'Stores of this system that requests reach: model, index, logs'),
    date('search_tested_on', 'Search tested on'),
    date('export_tested_on', 'Export tested on'),
    date('deletion_tested_on', 'Deletion tested on'),
    number('requests', 'Requests in the last 90 days'),
    optional(number('median_days', 'Median days to answer them', 3650)),
  ],
  'set.auth': [
    yesNo('unique_ids', 'Does every account belong to one person or one registered service?'),
    choice('mfa', 'Multi-factor authentication is enforced for', 'everybody', 'some', 'nobody'),
    number('idle_minutes', 'Minutes without action until people are signed out', 10_080),
  ],
  'set.crypto': [
    choices('stores', 'Stores that this environment has', stores),
    choices('encrypted', 'Of these, encrypted at rest', stores),
    yesNo('keys_managed', 'Are the keys kept in a key management service?'),
    choice('tls', 'Lowest TLS version that is accepted', '1.0', '1.1', '1.2', '1.3'),
    yesNo('tls_everywhere', 'On every endpoint, calls to model APIs included?'),
  ],
  'set.log': [
    yesNo('inference', 'Is every inference logged?'),
    choices('fields', 'What each event holds', logFields),
    number('retention_days', 'Days that the log is kept', 36_500),
    optional(number('longest_days', 'Longest that the retention schedule allows', 36_500)),
    date('sample_on', 'A sample was looked at on'),
  ],
  'set.retention': [
    choices('stores', 'Stores that hold personal data', stores),
    choices('with_rule', 'Of these, with a deletion rule', stores),
    date('last_deletion_on', 'The deletion job last ran on'),
    yesNo('last_deletion_succeeded', 'Did it succeed?'),
  ],
  'set.region': [
    text('regions', 'Regions in which the data are processed'),
    yesNo('covered', 'Are they all in the EEA or in countries with an adequacy decision?'),
  ],
  'set.disclosure': [
    text('wording', 'Wording that people see or hear'),
    choices('modes', 'Shown in', ['human_chat_or_voice', 'agentic_actions', 'internal_copilot']),
  ],
  'set.marking': [
    choices('modalities', 'Outputs that are marked', ['text', 'image', 'audio', 'video', 'code']),
    date('verified_on', 'The detector checked a fresh sample on'),
    yesNo('confirmed', 'Did it recognise the mark?'),
  ],
  'set.kill-switch': [
    date('tested_on', 'Stop tested on'),
    number('minutes_to_stop', 'Minutes until it stood still', 10_080),
    yesNo('stopped', 'Did it stop?'),
  ],
  'set.alerting': [
    choices('monitors', 'Monitors that are on', monitorKinds),
    text('owners', 'Who answers the alerts'),
  ],
  'doc.restore-test': [
    choice('kind', 'What was tested', 'restore', 'rollback'),
    date('tested_on', 'Tested on'),
    yesNo('succeeded', 'Did it succeed?'),
    text('notes', 'What was restored, from where'),
  ],
  'doc.ir-exercise': [
    date('held_on', 'Held on'),
    text('scenario', 'Scenario'),
    text('lessons', 'What was learned, and what changes'),
  ],
  'doc.annex-iv': annexIv.map((label, at) =>
    optional(text(`point_${at + 1}`, label, 'Or "not applicable:" and the reason')),
  ),
  ...documentForms,
};
