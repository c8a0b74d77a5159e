import { commitSignoff } from '@/server/signoff/commands/commit-signoff';
import { prepareSignoff } from '@/server/signoff/commands/prepare-signoff';
import { withdrawSignoff } from '@/server/signoff/commands/withdraw-signoff';
import { getPrepared } from '@/server/signoff/queries/prepared';
import { getCase, listSignoffs } from '@/server/signoff/queries/signoffs';
import { route } from '../route';

const tag = 'Sign-off';

export const signoffRoutes = [
  route({ method: 'get', path: '/signoffs', summary: 'List sign-offs', tag, operation: listSignoffs }),
  route({
    method: 'get',
    path: '/releases/{releaseId}/cases/{environment}',
    summary: 'The whole case of a release in an environment',
    tag,
    operation: getCase,
  }),
  route({
    method: 'post',
    path: '/signoffs/prepared',
    summary: 'Prepare the statement to sign; needs a session of a person',
    tag,
    operation: prepareSignoff,
  }),
  route({
    method: 'get',
    path: '/signoffs/prepared/{nonce}',
    summary: 'A statement that you prepared and have not signed, and whether you authenticated since',
    tag,
    operation: getPrepared,
  }),
  route({
    method: 'post',
    path: '/signoffs',
    summary: 'Sign the prepared statement, after authenticating again',
    tag,
    operation: commitSignoff,
  }),
  route({
    method: 'post',
    path: '/signoffs/{signoffEvent}/withdrawal',
    summary: 'Withdraw your own sign-off',
    tag,
    operation: withdrawSignoff,
  }),
];
