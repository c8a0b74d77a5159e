import scenarios from '@/policies/frameworks/_meta/scenarios.json';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { addEvidence, addEvidenceFile } from '@/server/checklists/commands/evidence';
import { receiveEvidence } from '@/server/checklists/commands/receive-evidence';
import { FactAnswers } from '@/server/checklists/schema';
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

export function answerAndAttest(officer: Worker, engineer: Worker, { triageId, screenerId }: Systems) {
  const reason = 'Answered together with the owner of the system';
  const answer = async () => {
    const triage = answersOf('hospital-triage-assistant-us-eu');
    const screener = answersOf('eu-cv-screening-provider-and-deployer');
    await officer.call(answerFacts, { systemId: triageId, answers: triage, reason });
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
