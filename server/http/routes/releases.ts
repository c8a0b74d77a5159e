import {
  createRelease,
  editRelease,
  freezeRelease,
  submitRelease,
  withdrawRelease,
} from '@/server/releases/commands';
import {
  getManifest,
  getRelease,
  getReleaseByDigest,
  listReleases,
} from '@/server/releases/queries/releases';
import { route } from '../route';

const tag = 'Releases';

export const releaseRoutes = [
  route({ method: 'get', path: '/releases', summary: 'List releases', tag, operation: listReleases }),
  route({ method: 'post', path: '/releases', summary: 'Create a draft', tag, operation: createRelease }),
  route({ method: 'get', path: '/releases/{releaseId}', summary: 'One release', tag, operation: getRelease }),
  route({
    method: 'patch',
    path: '/releases/{releaseId}',
    summary: 'Edit a draft',
    tag,
    operation: editRelease,
  }),
  route({
    method: 'get',
    path: '/releases/by-digest/{digest}',
    summary: 'The release with this digest',
    tag,
    operation: getReleaseByDigest,
  }),
  route({
    method: 'get',
    path: '/releases/{releaseId}/manifest',
    summary: 'Exact bytes of the frozen manifest; their SHA-256 is the release digest',
    tag,
    operation: getManifest,
    respond: ({ body }) =>
      new Response(Buffer.from(body), {
        headers: {
          'content-type': 'application/json',
          'content-disposition': 'attachment; filename="release-manifest.json"',
        },
      }),
  }),
  route({
    method: 'post',
    path: '/releases/{releaseId}/freeze',
    summary: 'Freeze the manifest',
    tag,
    operation: freezeRelease,
  }),
  route({
    method: 'post',
    path: '/releases/{releaseId}/submit',
    summary: 'Submit for sign-off',
    tag,
    operation: submitRelease,
  }),
  route({
    method: 'post',
    path: '/releases/{releaseId}/withdraw',
    summary: 'Take back',
    tag,
    operation: withdrawRelease,
  }),
];
