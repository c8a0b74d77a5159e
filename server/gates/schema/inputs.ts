import { z } from 'zod';
import { id } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { Verdict } from './decision';
import { EnvironmentName, GatePolicy } from './policy';

export const CreateEnvironment = z.strictObject({
  environment: EnvironmentName,
  stage: z.enum(['development', 'staging', 'production']),
});

/** A new version of an environment's policy; `environment` and `schema` are filled in when absent. */
export const SetPolicy = z.strictObject({
  environment: EnvironmentName,
  /** The version that the editor saw; 0 when there was none. Another one in force is a conflict. */
  basedOn: z.coerce.number().int().min(0),
  policy: GatePolicy.omit({ schema: true, environment: true }),
});

export const ListDecisions = z.strictObject({
  ...Paging,
  environment: EnvironmentName.optional(),
  decision: Verdict.optional(),
  systemId: id('sys').optional(),
});
export const DecisionRef = z.strictObject({ decisionId: id('gd') });
export const CaseRef = z.strictObject({ releaseId: id('rel'), environment: EnvironmentName });
