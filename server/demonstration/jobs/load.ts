import type { Ctx } from '@/server/kernel/context';
import { recordStep } from '../commands';
import type { Cast, StepKey } from '../schema';
import { answerAndAttest, setHospitalPolicy } from './compliance';
import { judge, judgeFairness } from './judging';
import { workerFor } from './people';
import { registerParts, registerSystems } from './registering';
import { draftScreener, submitTriage } from './releasing';

/** Every call repeats its first answer when the job is delivered again, so the story goes on where it broke off. */
export async function load(ctx: Ctx, { engineer: engineerId, compliance: officerId }: Cast): Promise<void> {
  const engineer = workerFor(ctx, engineerId, 'ml_engineer');
  const officer = workerFor(ctx, officerId, 'compliance_officer');
  let steps = 0;
  const finished = (step: StepKey) => recordStep({ ...ctx, idempotencyKey: `step ${steps++}` }, { step });

  const systems = await registerSystems(engineer);
  await finished('systems');
  const parts = await registerParts(engineer);
  await finished('registry');
  const { answer, attest } = answerAndAttest(officer, engineer, systems);
  await answer();
  await finished('facts');
  await setHospitalPolicy(officer);
  await finished('policy');
  const suiteVersionId = await judge(engineer, parts);
  await finished('evaluation');
  const studyId = await judgeFairness(engineer, parts);
  await finished('bias');
  await attest();
  await finished('evidence');
  await submitTriage(engineer, { ...systems, ...parts, suiteVersionId });
  await finished('release');
  await draftScreener(engineer, { ...systems, ...parts, studyId });
  await finished('draft');
}
