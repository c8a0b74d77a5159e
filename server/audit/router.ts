import { query, router } from '@/server/trpc/init';
import {
  entityHistory,
  getEvent,
  getInclusionProof,
  getPublicKeys,
  getTrailHealth,
  getTrustPolicy,
  listEvents,
} from './queries';

export const auditRouter = router({
  list: query(listEvents),
  history: query(entityHistory),
  event: query(getEvent),
  trustPolicy: query(getTrustPolicy),
  proof: query(getInclusionProof),
  keys: query(getPublicKeys),
  health: query(getTrailHealth),
});
