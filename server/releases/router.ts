import { mutate, query, router } from '@/server/trpc/init';
import { createRelease, editRelease, freezeRelease, submitRelease, withdrawRelease } from './commands';
import { listParts } from './queries/offer';
import { countReleases, getRelease, getReleaseByDigest, listReleases } from './queries/releases';

export const releasesRouter = router({
  get: query(getRelease),
  byDigest: query(getReleaseByDigest),
  list: query(listReleases),
  counts: query(countReleases),
  parts: query(listParts),
  create: mutate(createRelease),
  edit: mutate(editRelease),
  freeze: mutate(freezeRelease),
  submit: mutate(submitRelease),
  withdraw: mutate(withdrawRelease),
});
