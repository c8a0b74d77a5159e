import { mutate, query, router } from '@/server/trpc/init';
import { askGate } from './commands/decide';
import { createEnvironment, setPolicy } from './commands/policies';
import { getDecision, listDecisions } from './queries/decisions';
import { getEnvironment, listEnvironments } from './queries/policies';

export const gatesRouter = router({
  environments: query(listEnvironments),
  environment: query(getEnvironment),
  createEnvironment: mutate(createEnvironment),
  setPolicy: mutate(setPolicy),
  decisions: query(listDecisions),
  decision: query(getDecision),
  ask: mutate(askGate),
});
