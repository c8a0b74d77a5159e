/** What makes answers about a system doubtful, so that they are asked again, and which. */
const factTriggers = {
  purpose: {
    title: 'The purpose changed',
    facts: [
      'ai_roles',
      'eu_users',
      'eu_market_or_output',
      'us_jurisdictions',
      'subject_groups',
      'phi_uses',
      'lawful_bases',
      'processing_traits',
      'prohibited_flags',
      'annex_i_status',
      'annex_iii_points',
      'art6_3_conditions',
      'significant_risk_or_influence',
      'profiling',
      'decision_role',
      'legal_or_similar_effect',
      'consequential_domains',
      'biometric_use',
      'workplace_use',
    ],
  },
  model_version: {
    title: 'The release has another model',
    facts: [
      'training_uses_personal_data',
      'third_party_processors',
      'cross_border_transfer',
      'claims_model_anonymous',
      'synthetic_outputs',
      'gpai_role',
      'gpai_flags',
    ],
  },
  prompt_version: {
    title: 'The release has other prompts',
    facts: ['decision_role', 'interaction_modes'],
  },
  dataset: {
    title: 'The release has another dataset',
    facts: [
      'processes_personal_data',
      'sensitive_data',
      'subject_groups',
      'phi',
      'phi_form',
      'data_sources',
      'lawful_bases',
      'training_uses_personal_data',
      'claims_model_anonymous',
    ],
  },
  vendor: {
    title: 'The vendors changed',
    facts: ['third_party_processors', 'cross_border_transfer', 'transfer_mechanism', 'gpai_role'],
  },
  /** AI Act Art. 25(1): it may make a deployer the provider. */
  substantial_modification: {
    title: 'A substantial modification',
    facts: [
      'ai_roles',
      'annex_i_status',
      'annex_iii_points',
      'art6_3_conditions',
      'significant_risk_or_influence',
      'gpai_role',
    ],
  },
  incident: {
    title: 'An incident',
    facts: ['sensitive_data', 'prohibited_flags', 'significant_risk_or_influence', 'legal_or_similar_effect'],
  },
  law: { title: 'A provision applies from now on', facts: [] },
  year: { title: 'A year has passed', facts: [] },
} as const satisfies Readonly<Record<string, { title: string; facts: readonly string[] }>>;
export type FactTrigger = keyof typeof factTriggers;

/** Provisions with a day of their own, and the answers that decide on them. */
const lawDates = [
  {
    from: '2026-08-02',
    basis: 'AI Act Art. 50',
    facts: ['interaction_modes', 'synthetic_outputs', 'public_disclosure_content', 'biometric_use'],
  },
  { from: '2026-12-02', basis: 'AI Act Art. 5(1)(ba)-(bb)', facts: ['prohibited_flags'] },
  {
    from: '2027-01-01',
    basis: 'Colorado SB 26-189',
    facts: ['us_jurisdictions', 'consequential_domains', 'decision_role'],
  },
  {
    from: '2027-12-02',
    basis: 'AI Act Chapter III for Annex III',
    facts: [
      'ai_roles',
      'annex_iii_points',
      'art6_3_conditions',
      'significant_risk_or_influence',
      'profiling',
    ],
  },
  { from: '2028-08-02', basis: 'AI Act Chapter III for Annex I', facts: ['ai_roles', 'annex_i_status'] },
] as const;

/** Everything that the rules need to ask answers again. */
export const factDoubts = {
  triggers: factTriggers as Readonly<Record<FactTrigger, { title: string; facts: readonly string[] }>>,
  lawDates: lawDates as readonly { from: string; basis: string; facts: readonly string[] }[],
  /** An answer is asked again so long after it was given or confirmed. */
  answersHoldDays: 365,
};
export type FactDoubts = typeof factDoubts;
/** Once asked again, an answer still counts for so long; then it counts as not given. */
export const graceDays = 30;
