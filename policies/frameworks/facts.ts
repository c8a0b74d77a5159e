import type { AiActClass, ClassRule, FactModel, HipaaStatus, ProhibitedPractice } from './contract';
import data from './_meta/facts.json';

const aiActBasis: Record<AiActClass, string> = {
  out_of_scope: 'AI Act Art. 2: no role, or no link to the EU',
  prohibited: 'AI Act Art. 5(1)',
  high: 'AI Act Art. 6(1)-(3), Annexes I and III',
  limited: 'AI Act Art. 50',
  minimal: 'AI Act Art. 4; voluntary codes under Art. 95',
};

/** First match wins. Together they cover every complete answer set. */
const hipaaStatus: readonly ClassRule<HipaaStatus>[] = [
  {
    outcome: 'not_regulated',
    when: 'not hipaa_covered_entity and not hipaa_business_associate',
    basis: '45 CFR 160.103, 164.104: neither a covered entity nor a business associate',
  },
  {
    outcome: 'deidentified_only',
    when: 'deid_claimed and not hipaa_applies',
    basis: '45 CFR 164.502(d)(2), 164.514(a)-(c): only de-identified health information',
  },
  { outcome: 'no_phi', when: 'not phi', basis: '45 CFR 160.103: no protected health information' },
  {
    outcome: 'covered_entity_and_business_associate',
    when: 'hipaa_applies and hipaa_covered_entity and hipaa_business_associate',
    basis: '45 CFR 164.104(a)-(b)',
  },
  { outcome: 'covered_entity', when: 'hipaa_applies and hipaa_covered_entity', basis: '45 CFR 164.104(a)' },
  { outcome: 'business_associate', when: 'hipaa_applies', basis: '45 CFR 164.104(b)' },
];

const prohibited: readonly ProhibitedPractice[] = [
  {
    when: "ai_act_applies and any(prohibited_flags,'a','b','c','d','e','f','g','h')",
    from: '2025-02-02',
    basis: 'AI Act Art. 5(1)(a)-(h)',
  },
  {
    when: "ai_act_applies and any(prohibited_flags,'ba','bb')",
    from: '2026-12-02',
    basis: 'AI Act Art. 5(1)(ba)-(bb)',
  },
];

/** TypeScript reads the file's words as `string`; catalog.test.ts proves that they are the type's words. */
const file = data as unknown as Pick<FactModel, 'questions' | 'derived'> & {
  readonly release_facts: FactModel['releaseFacts'];
  readonly consistency_rules: FactModel['consistency'];
  readonly ai_act_class: readonly { readonly class: AiActClass; readonly when: string }[];
  readonly roles: Readonly<Record<string, string>>;
};

export const factModel: FactModel = {
  questions: file.questions,
  releaseFacts: file.release_facts,
  derived: file.derived,
  aiActClass: file.ai_act_class.map(({ class: outcome, when }) => ({
    outcome,
    when,
    basis: aiActBasis[outcome],
  })),
  hipaaStatus,
  prohibited,
  consistency: file.consistency_rules,
};

export const questions = file.questions;

/** Roles and responsibilities that controls name, in words. */
export const ownerRoles = file.roles;
