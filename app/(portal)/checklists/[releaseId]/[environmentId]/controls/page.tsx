import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { peopleOptions } from '@/app/_lib/people';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';
import type { Checklist } from '../checklist';
import { ManyForm } from './many-form';

export const metadata = { title: 'Many controls' };

type Control = Checklist['controls'][number];
const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');
const settledByPeople = [
  'NOT_ASSESSED',
  'CONNECTOR_NEEDED',
  'CHANGED_SINCE',
  'REVIEW_OVERDUE',
  'WAIVER_ENDED',
];
const waits = ({ problems }: Control) => problems.some(({ code }) => settledByPeople.includes(code));

/** One decision, owner or due date for many controls of a checklist, by the role that owns them. */
export default async function ChecklistControlsPage({
  params,
  searchParams,
}: PageProps<'/checklists/[releaseId]/[environmentId]/controls'>) {
  const [{ releaseId, environmentId }, query] = await Promise.all([params, searchParams]);
  const environment = decodeURIComponent(environmentId);
  const list = await orNotFound((await api()).checklists.get({ releaseId, environment }));
  const applying = list.controls.filter(
    ({ status }) => status !== 'not_applicable' && status !== 'undetermined',
  );
  const roles = [...new Set(applying.map(({ ownerRole }) => ownerRole))].sort();
  const mine = await Promise.all(roles.map((role) => refusedAs(list, role)));
  const first = roles.find((_, index) => mine[index] === null) ?? roles[0] ?? '';
  const role = roles.includes(one(query.role)) ? one(query.role) : first;
  const show = one(query.show) || 'waiting';
  const rows = applying
    .filter(({ ownerRole }) => ownerRole === role)
    .filter((row) => show === 'all' || waits(row));
  const refused = mine[roles.indexOf(role)] ?? null;
  const here = paths.checklistControls(releaseId, environment);
  return (
    <Page
      title={`Many controls: ${list.system} ${list.version} in ${environment}`}
      breadcrumb={[
        { label: 'Checklists', href: paths.checklists() },
        { label: `${list.system} ${list.version}`, href: paths.checklist(releaseId, environment) },
      ]}
      description="Choose controls of one owner role, then decide about all of them, or say who sees to them and by when. Each assessment names the evidence that counts for its control."
      actions={<LinkButton href={paths.checklist(releaseId, environment)}>Checklist</LinkButton>}
    >
      <Filters here={here} role={role} show={show} roles={roles} applying={applying} />
      <ManyForm
        key={`${role} ${show}`}
        releaseId={releaseId}
        environment={environment}
        systemId={list.systemId}
        role={role}
        rows={rows.map(rowOf)}
        people={await peopleOptions()}
        mayAssess={refused && `Only the ${words(role).toLowerCase()} may assess these controls`}
        mayPlan={await mayNot('edit', 'Assessment', targetOf(list, rows, role))}
      />
    </Page>
  );
}

interface FiltersProps {
  readonly here: string;
  readonly role: string;
  readonly show: string;
  readonly roles: readonly string[];
  readonly applying: readonly Control[];
}

function Filters({ here, role, show, roles, applying }: FiltersProps) {
  const countOf = (of: string) => applying.filter((row) => row.ownerRole === of && waits(row)).length;
  return (
    <FilterRow
      action={here}
      filters={[
        {
          name: 'role',
          label: 'Owner role',
          value: role,
          options: roles.map((value) => ({ value, label: `${words(value)} (${countOf(value)} waiting)` })),
        },
        {
          name: 'show',
          label: 'Show',
          value: show,
          options: [
            { value: 'waiting', label: 'Those that wait for an assessment' },
            { value: 'all', label: 'All that apply' },
          ],
        },
      ]}
    />
  );
}

const refusedAs = (list: Checklist, role: string) =>
  mayNot('assess', 'Assessment', { orgId: list.orgId, systemId: list.systemId, ownerRole: role });

const targetOf = ({ orgId, systemId }: Checklist, rows: readonly Control[], ownerRole: string) => {
  const isWide = rows.some(({ scope }) => scope === 'org' || scope === 'environment');
  return { orgId, systemId: isWide ? '' : systemId, ownerRole };
};

const rowOf = ({
  controlId,
  title,
  framework,
  status,
  evidence,
  reasons,
  dispositions,
  checks,
}: Control) => ({
  controlId,
  title: `${title} (${words(framework)})`,
  status,
  evidence: evidence.length,
  checks: checks.filter(({ verdict }) => verdict === 'pass').length,
  allChecks: checks.length,
  why: reasons.join('; '),
  isWaivable: dispositions.includes('waived'),
});
