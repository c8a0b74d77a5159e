type Filled = Readonly<Record<string, string | number | boolean | string[]>>;

const today = new Date().toISOString().slice(0, 10);
const stores = ['prompts', 'outputs', 'logs'];

/** Every form of a structured record as an organisation in good order fills it in; some types have several records. */
export const filledForms: Readonly<Record<string, readonly Filled[]>> = {
  'rec.ropa': [
    {
      contact: 'The clinic',
      purposes: 'triage',
      categories: 'patients; symptoms',
      recipients: 'model provider',
      transfers: 'none',
      time_limits: '30 days',
      security: 'encrypted',
      controllers: 'the clinic',
      processing: 'triage',
    },
  ],
  'rec.lineage': [{ sources: 'written for this test', collected_until: today }],
  'rec.training-completion': [
    'ai-literacy',
    'ai-risk',
    'esign',
    'hipaa-privacy',
    'hipaa-security',
    'operator',
  ].map((course) => ({ course, assigned: 4, completed: 4, completed_on: today })),
  'rec.access-review': [{ reviewed_on: today, accounts: 12, open_findings: 0 }],
  'rec.activity-review': [{ reviewed_on: today, period: 'last 30 days', open_findings: 0 }],
  'rec.change-assessment': [{ substantial: false, why: 'the same task, a newer model' }],
  'rec.eu-registration': [{ registration_number: 'EU-1', registered_on: today, version: '1' }],
  'rec.dsr-log': [
    {
      stores: 'logs',
      search_tested_on: today,
      export_tested_on: today,
      deletion_tested_on: today,
      requests: 2,
      median_days: 9,
    },
  ],
  'set.auth': [{ unique_ids: true, mfa: 'everybody', idle_minutes: 10 }],
  'set.crypto': [{ stores, encrypted: stores, keys_managed: true, tls: '1.2', tls_everywhere: true }],
  'set.log': [
    {
      inference: true,
      fields: [
        'time',
        'release_digest',
        'actor',
        'input_reference',
        'output_reference',
        'guardrail_events',
        'override_events',
      ],
      retention_days: 200,
      sample_on: today,
    },
  ],
  'set.retention': [{ stores, with_rule: stores, last_deletion_on: today, last_deletion_succeeded: true }],
  'set.region': [{ regions: 'eu-west', covered: true }],
  'set.disclosure': [{ wording: 'You talk to a machine', modes: ['internal_copilot'] }],
  'set.marking': [{ modalities: ['text'], verified_on: today, confirmed: true }],
  'set.kill-switch': [{ tested_on: today, minutes_to_stop: 3, stopped: true }],
  'set.alerting': [{ monitors: ['drift', 'error', 'safety', 'fairness'], owners: 'the ML team' }],
  'doc.restore-test': ['restore', 'rollback'].map((kind) => ({
    kind,
    tested_on: today,
    succeeded: true,
    notes: 'from the backup of yesterday',
  })),
  'doc.ir-exercise': [{ held_on: today, scenario: 'leak', lessons: 'call earlier' }],
};
