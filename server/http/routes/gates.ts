import { askGate } from '@/server/gates/commands/decide';
import { createEnvironment, setPolicy } from '@/server/gates/commands/policies';
import { getDecision, listDecisions } from '@/server/gates/queries/decisions';
import { getEnvironment, listEnvironments } from '@/server/gates/queries/policies';
import { DecisionResponse } from '@/server/gates/schema/decision';
import { route } from '../route';

const tag = 'Gate';

export const gateRoutes = [
  route({
    method: 'get',
    path: '/environments',
    summary: 'Environments with their policies',
    tag,
    operation: listEnvironments,
  }),
  route({
    method: 'post',
    path: '/environments',
    summary: 'Create an environment',
    tag,
    operation: createEnvironment,
  }),
  route({
    method: 'get',
    path: '/environments/{environment}',
    summary: 'One environment with every version of its policy',
    tag,
    operation: getEnvironment,
  }),
  route({
    method: 'post',
    path: '/environments/{environment}/policies',
    summary: 'The next version of the gate policy',
    tag,
    operation: setPolicy,
  }),
  route({
    method: 'post',
    path: '/gate/decisions',
    summary: 'Ask the gate: may this release run there?',
    tag,
    operation: askGate,
    output: DecisionResponse,
    maxBytes: 65_536,
    maxDepth: 16,
    needsIdempotencyKey: true,
  }),
  route({
    method: 'get',
    path: '/gate/decisions',
    summary: 'Decisions, newest first',
    tag,
    operation: listDecisions,
  }),
  route({
    method: 'get',
    path: '/gate/decisions/{decisionId}',
    summary: 'One decision',
    tag,
    operation: getDecision,
  }),
];
