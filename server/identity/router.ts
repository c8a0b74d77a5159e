import { query, router } from '@/server/trpc/init';
import { getInstallation, getViewer } from './queries/viewer';

export const identityRouter = router({
  viewer: query(getViewer),
  installation: query(getInstallation),
});
