import { factModel } from '@/policies/frameworks/facts';

/** Every question answered as a clinic in the EU with patients in the US answers it for an assistant of its nurses. */
export const triageAnswers: Record<string, boolean | string | string[]> = {
  ...Object.fromEntries(
    factModel.questions.map(({ id, type, options }) => [
      id,
      type === 'enum' ? (options?.[0] ?? '') : type === 'multi' ? [] : false,
    ]),
  ),
  eu_establishment: true,
  eu_users: true,
  eu_market_or_output: true,
  gdpr_roles: ['controller'],
  ai_roles: ['deployer'],
  hipaa_entity_types: ['covered_provider'],
  org_nature: 'private',
  processes_personal_data: true,
  sensitive_data: ['special_category'],
  subject_groups: ['patients'],
  phi: true,
  phi_form: ['identifiable'],
  phi_uses: ['treatment_payment_operations'],
  data_sources: ['data_subject'],
  lawful_bases: ['public_task'],
  third_party_processors: true,
  logs_contain_content: true,
  transfer_mechanism: 'none',
  decision_role: 'assists_human',
  legal_or_similar_effect: true,
  interaction_modes: ['internal_copilot'],
  synthetic_outputs: ['text'],
  gpai_role: 'integrates_third_party',
  annex_i_status: 'none',
};
