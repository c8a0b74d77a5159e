import { paths, withQuery } from '@/app/_lib/paths';
import { checklistTones, controlTones } from '@/app/_lib/checklist-tones';
import { orNotFound } from '@/app/_lib/or-not-found';
import { provisionWords } from '@/app/_lib/provision';
import { Alert } from '@/app/_ui/alert';
import { CoverageStrip } from '@/app/_ui/charts/coverage-strip';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';
import type { Checklist } from './checklist';
import { ControlDetail } from './control-detail';
import { ControlDrawer } from './control-drawer';
import { ControlsTable } from './controls-table';
import { Counters } from './counters';

export const metadata = { title: 'Checklist' };

const headline = {
  clear: 'Nothing in this checklist stops the deployment.',
  awaits_signoff: 'Only signatures are missing.',
  blocked: 'Controls stop the deployment.',
};
/** The first is what a strip counts as met. */
const statesInOrder = Object.entries(controlTones).sort(
  ([one], [other]) => Number(other === 'satisfied') - Number(one === 'satisfied'),
);
const one = (value: string | string[] | undefined) =>
  typeof value === 'string' && value ? value : undefined;

export default async function ChecklistPage({
  params,
  searchParams,
}: PageProps<'/checklists/[releaseId]/[environmentId]'>) {
  const [{ releaseId, environmentId }, query] = await Promise.all([params, searchParams]);
  const environment = decodeURIComponent(environmentId);
  const list = await orNotFound((await api()).checklists.get({ releaseId, environment }));
  const asked = {
    q: one(query.q),
    status: one(query.status),
    framework: one(query.framework),
    owner: one(query.owner),
  };
  const here = paths.checklist(releaseId, environment);
  const rows = list.controls
    .filter((row) => fits(row, asked))
    .sort((one, other) => urgency(one) - urgency(other));
  const control = list.controls.find(({ controlId }) => controlId === query.control);
  return (
    <Page
      title={`Checklist: ${list.system} ${list.version} in ${environment}`}
      breadcrumb={[
        { label: 'Checklists', href: paths.checklists() },
        { label: `${list.system} ${list.version}`, href: paths.release(releaseId) },
      ]}
      status={<StatusChip status={list.verdict} tones={checklistTones} />}
      meta={[<Digest key="digest" value={list.digest} />, `stage ${list.stage}`]}
      actions={
        <>
          <LinkButton href={paths.systemFacts(list.systemId)}>Facts of the system</LinkButton>
          <LinkButton href={paths.checklistControls(releaseId, environment)}>Many controls</LinkButton>
          <LinkButton href={paths.checklistEvidence(releaseId, environment)} variant="primary">
            Hand in evidence
          </LinkButton>
        </>
      }
    >
      <Alert tone={checklistTones[list.verdict]} title={headline[list.verdict]}>
        {list.blockers.length === 0
          ? 'Every blocking control that applies is met.'
          : `${list.blockers.length} of ${list.total.total} stop it. Open a control to see what it waits for.`}
        <Blockers list={list} />
      </Alert>
      <Counters list={list} here={here} />
      {list.controls.length > 0 && (
        <CoverageStrip
          title="Coverage by framework"
          states={statesInOrder.map(([key, tone]) => ({
            key,
            tone,
            label: words(key),
            hollow: key === 'not_applicable' || key === 'undetermined',
          }))}
          rows={list.byFramework.map(({ framework }) => ({
            label: words(framework),
            cells: list.controls
              .filter((row) => row.framework === framework)
              .map(({ title, status }) => ({ label: title, state: status })),
          }))}
        />
      )}
      <FilterRow
        action={here}
        search={{ placeholder: 'Search controls', value: asked.q }}
        filters={[
          filter(
            'status',
            'Status',
            asked.status,
            list.controls.map(({ status }) => status),
          ),
          filter(
            'framework',
            'Framework',
            asked.framework,
            list.controls.map(({ framework }) => framework),
          ),
          filter(
            'owner',
            'Owner',
            asked.owner,
            list.controls.map(({ ownerRole }) => ownerRole),
          ),
        ]}
      />
      <ControlsTable
        rows={rows}
        hrefOf={(controlId) => withQuery(here, { ...asked, control: controlId })}
        empty={
          <EmptyState title={list.controls.length === 0 ? 'No framework' : 'No such control'}>
            {list.controls.length === 0
              ? 'This release names no framework, so there is nothing to check.'
              : 'No control of this checklist fits the filters.'}
          </EmptyState>
        }
      />
      {control && (
        <ControlDrawer
          title={control.title}
          description={provisionWords(control.citation)}
          closeHref={withQuery(here, asked)}
        >
          <ControlDetail list={list} control={control} here={here} />
        </ControlDrawer>
      )}
    </Page>
  );
}

type Row = Checklist['controls'][number];
type Asked = Readonly<Record<'q' | 'status' | 'framework' | 'owner', string | undefined>>;

/** What stops the deployment comes first, what does not apply last; otherwise the order of the law stays. */
const urgency = ({ blocks, status }: Row) => (blocks ? 0 : status === 'not_applicable' ? 2 : 1);

const fits = (row: Row, { q, status, framework, owner }: Asked) =>
  (!status || row.status === status) &&
  (!framework || row.framework === framework) &&
  (!owner || row.ownerRole === owner) &&
  (!q || `${row.title} ${row.citation} ${row.controlId}`.toLowerCase().includes(q.toLowerCase()));

const filter = (name: string, label: string, value: string | undefined, found: readonly string[]) => ({
  name,
  label,
  value,
  options: [...new Set(found)].sort().map((each) => ({ value: each, label: words(each) })),
});

function Blockers({ list }: { list: Checklist }) {
  const ofFacts = list.blockers.filter(({ kind }) => kind !== 'control');
  if (ofFacts.length === 0) return null;
  return (
    <ul className="mt-1 list-disc pl-5">
      {ofFacts.map(({ id, message }) => (
        <li key={id}>{message}</li>
      ))}
    </ul>
  );
}
