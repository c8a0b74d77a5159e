import { query, router } from '@/server/trpc/init';
import { entityHistory, getInclusionProof, getTrailHealth, listEvents } from './queries';

export const auditRouter = router({
  list: query(listEvents),
  history: query(entityHistory),
  proof: query(getInclusionProof),
  health: query(getTrailHealth),
});
