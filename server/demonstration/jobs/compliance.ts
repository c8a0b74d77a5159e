import scenarios from '@/policies/frameworks/_meta/scenarios.json';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { addEvidence, addEvidenceFile } from '@/server/checklists/commands/evidence';
import { receiveEvidence } from '@/server/checklists/commands/receive-evidence';
import { FactAnswers } from '@/server/checklists/schema';
import { setPolicy } from '@/server/gates/commands/policies';
import { firstPolicy } from '@/server/gates/schema/policy';
import { ownerStatement, screenerIntendedUse, triageIntendedUse } from '../rules/texts';
import type { Worker } from './people';
import { inOnePiece, type Systems } from './registering';

/** The answers of two of the scenarios that the control packs are tested with, as far as a person gives them. */
const answersOf = (scenario: keyof typeof scenarios): FactAnswers =>
  FactAnswers.parse(
    Object.fromEntries(
      Object.entries(scenarios[scenario].answers).filter(([fact]) => fact in FactAnswers.shape),
    ),
  );

/** The same assistant over invented notes: no patients, so nothing that HIPAA protects. */
const withoutPatients: FactAnswers = {
  processes_personal_data: false,
  phi: false,
  phi_form: [],
  phi_uses: [],
  subject_groups: [],
  sensitive_data: [],
  data_sources: ['synthetic'],
  logs_contain_content: false,
  decision_role: 'none',
  legal_or_similar_effect: false,
  consequential_domains: [],
};

/** Production of a hospital asks for the checklists of both packs, beside the signature. */
export async function setHospitalPolicy(officer: Worker): Promise<void> {
  const { schema: _, environment, ...policy } = firstPolicy;
  const require = { ...policy.require, frameworks: ['gdpr', 'hipaa'] };
  await officer.call(setPolicy, { environment, basedOn: 1, policy: { ...policy, require } });
}

export function answerAndAttest(officer: Worker, engineer: Worker, systems: Systems) {
  const { triageId, trainingId, screenerId } = systems;
  const reason = 'Answered together with the owner of the system';
  const answer = async () => {
    const triage = answersOf('hospital-triage-assistant-us-eu');
    const screener = answersOf('eu-cv-screening-provider-and-deployer');
    await officer.call(answerFacts, { systemId: triageId, answers: triage, reason });
    const training = { ...triage, ...withoutPatients };
    await officer.call(answerFacts, { systemId: trainingId, answers: training, reason });
    await officer.call(answerFacts, { systemId: screenerId, answers: screener, reason });
  };
  const attest = async () => {
    await handIn(engineer, triageId, triageIntendedUse);
    await handIn(engineer, screenerId, screenerIntendedUse);
    await engineer.call(addEvidence, {
      type: 'att.owner',
      title: 'Scope of the triage assistant',
      binding: { kind: 'system', id: triageId },
      content: { as: 'statement', statement: ownerStatement },
    });
  };
  return { answer, attest };
}

async function handIn({ ctx, call }: Worker, systemId: string, text: string): Promise<void> {
  const file = await receiveEvidence(ctx, {
    parameters: {
      type: 'doc.intended-use',
      title: 'Intended use',
      bindingKind: 'system',
      bindingId: systemId,
      fileName: 'intended-use.md',
      mediaType: 'text/markdown',
    },
    sizeBytes: Buffer.byteLength(text),
    bytes: inOnePiece(Buffer.from(text)),
  });
  await call(addEvidenceFile, file);
}
