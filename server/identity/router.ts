import { mutate, query, router } from '@/server/trpc/init';
import { loadDemonstration } from './commands/demonstration';
import { approveRole, requestRole, revokeRole } from './commands/grants';
import { acceptInvitation, invitePerson } from './commands/invitations';
import { changeOwnPassword, reauthenticate } from './commands/passwords';
import { createPerson, disablePerson, enablePerson, resetAccess } from './commands/people';
import { signOut } from './commands/sessions';
import { closeDemonstration, setUpInstallation } from './commands/set-up';
import { createToken, revokeToken } from './commands/tokens';
import { listGrants } from './queries/grants';
import { getInvitation } from './queries/invitations';
import { getPerson, listPeople } from './queries/people';
import { listTokens } from './queries/tokens';
import { getInstallation, getViewer } from './queries/viewer';

export const identityRouter = router({
  viewer: query(getViewer),
  installation: query(getInstallation),
  setUp: mutate(setUpInstallation),
  loadDemonstration: mutate(loadDemonstration),
  closeDemonstration: mutate(closeDemonstration),
  invitation: query(getInvitation),
  acceptInvitation: mutate(acceptInvitation),
  signOut: mutate(signOut),
  reauthenticate: mutate(reauthenticate),
  changePassword: mutate(changeOwnPassword),
  people: query(listPeople),
  person: query(getPerson),
  createPerson: mutate(createPerson),
  invitePerson: mutate(invitePerson),
  resetAccess: mutate(resetAccess),
  disablePerson: mutate(disablePerson),
  enablePerson: mutate(enablePerson),
  grants: query(listGrants),
  requestRole: mutate(requestRole),
  approveRole: mutate(approveRole),
  revokeRole: mutate(revokeRole),
  tokens: query(listTokens),
  createToken: mutate(createToken),
  revokeToken: mutate(revokeToken),
});
