import {
  acceptFinding,
  editFinding,
  openFinding,
  remediateFinding,
  verifyFinding,
} from '@/server/findings/commands/findings';
import {
  closeIncident,
  editIncident,
  openIncident,
  recordNotice,
} from '@/server/findings/commands/incidents';
import { getFinding, listFindings } from '@/server/findings/queries/findings';
import { getIncident, listIncidents } from '@/server/findings/queries/incidents';
import { Finding } from '@/server/findings/schema/findings';
import { Incident } from '@/server/findings/schema/incidents';
import { route } from '../route';

const finding = { tag: 'Findings', output: Finding } as const;
const incident = { tag: 'Incidents', output: Incident } as const;
const oneFinding = '/findings/{findingId}';
const oneIncident = '/incidents/{incidentId}';

export const findingRoutes = [
  route({
    method: 'get',
    path: '/findings',
    tag: 'Findings',
    summary: 'List findings',
    operation: listFindings,
  }),
  route({ ...finding, method: 'post', path: '/findings', summary: 'Open a finding', operation: openFinding }),
  route({ ...finding, method: 'get', path: oneFinding, summary: 'One finding', operation: getFinding }),
  route({
    ...finding,
    method: 'patch',
    path: oneFinding,
    summary: 'Severity, owner or due date',
    operation: editFinding,
  }),
  route({
    ...finding,
    method: 'post',
    path: `${oneFinding}/remediation`,
    summary: 'Say what was done about it',
    operation: remediateFinding,
  }),
  route({
    ...finding,
    method: 'post',
    path: `${oneFinding}/verification`,
    summary: 'Close a remediated finding, or open it again',
    operation: verifyFinding,
  }),
  route({
    ...finding,
    method: 'post',
    path: `${oneFinding}/acceptance`,
    summary: 'Accept its risk until a date',
    operation: acceptFinding,
  }),
  route({
    method: 'get',
    path: '/incidents',
    tag: 'Incidents',
    summary: 'List incidents',
    operation: listIncidents,
  }),
  route({
    ...incident,
    method: 'post',
    path: '/incidents',
    summary: 'Report an incident',
    operation: openIncident,
  }),
  route({
    ...incident,
    method: 'get',
    path: oneIncident,
    summary: 'One incident with its legal clocks',
    operation: getIncident,
  }),
  route({
    ...incident,
    method: 'patch',
    path: oneIncident,
    summary: 'Circumstances, severity, owner, whether it stops releases',
    operation: editIncident,
  }),
  route({
    ...incident,
    method: 'post',
    path: `${oneIncident}/notices`,
    summary: 'Record a notice, or why none is made',
    operation: recordNotice,
  }),
  route({
    ...incident,
    method: 'post',
    path: `${oneIncident}/closing`,
    summary: 'Close it',
    operation: closeIncident,
  }),
];
