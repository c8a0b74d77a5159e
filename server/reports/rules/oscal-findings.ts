import {
  filled,
  type Json,
  type OscalCase,
  type OscalFinding,
  type People,
  prop,
  subjectName,
} from './oscal-document';

const ownerRole = 'finding_owner';
/** How OSCAL says how far a finding is: a remediated one waits for its verification. */
const statuses = {
  open: 'open',
  remediated: 'remediating',
  accepted: 'deviation-approved',
  closed: 'closed',
};

const line = (text: string) => text.replace(/\s+/g, ' ').trim();
const named = (about: OscalCase, what: string, { id }: OscalFinding) =>
  about.maker.uuid(`finding ${what} ${id} ${subjectName(about)}`);
const deadlineOf = ({ state, dueAt, acceptedUntil }: OscalFinding) =>
  (state === 'accepted' ? acceptedUntil : dueAt) ?? undefined;

/** The owners of the findings, for the head of the plan. */
export const findingPeople = ({ findings }: OscalCase): People =>
  findings.length === 0 ? {} : { roles: [ownerRole], parties: findings.map(({ owner }) => owner) };

/** Each finding that is not closed is a risk, with what is or was done about it, by whom, until when. */
export const findingRisks = (about: OscalCase): Json[] =>
  about.findings.map((finding) =>
    filled({
      uuid: named(about, 'risk', finding),
      title: line(finding.title),
      description: finding.description || finding.title,
      statement: finding.resolution ?? finding.title,
      props: [...prop('finding-id', finding.id), ...prop('severity', finding.severity)],
      status: statuses[finding.state],
      deadline: deadlineOf(finding),
      remediations: [remediationOf(about, finding)],
    }),
  );

function remediationOf(about: OscalCase, finding: OscalFinding): Json {
  const { remediation, owner } = finding;
  return filled({
    uuid: named(about, 'remediation', finding),
    lifecycle: remediation === null ? 'planned' : 'completed',
    title: remediation === null ? 'Remediate the finding' : 'Remediated, to be verified',
    description: remediation ?? `Not remediated yet. Owner: ${owner.name}.`,
    tasks: [milestoneOf(about, finding)],
  });
}

function milestoneOf(about: OscalCase, finding: OscalFinding): Json {
  const deadline = deadlineOf(finding);
  return filled({
    uuid: named(about, 'milestone', finding),
    type: deadline === undefined ? 'action' : 'milestone',
    title: finding.state === 'accepted' ? 'Decide on the accepted risk anew' : 'Close the finding',
    timing: deadline === undefined ? undefined : { 'on-date': { date: deadline } },
    'responsible-roles': [{ 'role-id': ownerRole, 'party-uuids': [about.maker.uuid(finding.owner.id)] }],
  });
}

export const findingItems = (about: OscalCase): Json[] =>
  about.findings.map((finding) => ({
    uuid: named(about, 'item', finding),
    title: line(finding.title),
    description: finding.description || finding.title,
    props: [
      ...prop('finding-id', finding.id),
      ...prop('severity', finding.severity),
      ...prop('status', finding.state),
      ...prop('overdue', finding.isOverdue ? 'yes' : 'no'),
    ],
    'related-risks': [{ 'risk-uuid': named(about, 'risk', finding) }],
  }));
