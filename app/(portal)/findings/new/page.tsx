import { ActionPageForm } from '@/app/_lib/action-page-form';
import { paths } from '@/app/_lib/paths';
import { peopleOptions } from '@/app/_lib/people';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { openFinding } from '../actions';
import { severityOptions } from '../words';

export const metadata = { title: 'New finding' };
const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined);

export default async function NewFindingPage({ searchParams }: PageProps<'/findings/new'>) {
  const { release: releaseId, system } = await searchParams;
  const caller = await api();
  const release = one(releaseId) ? await caller.releases.get({ releaseId: one(releaseId) ?? '' }) : null;
  const [{ items: systems }, people, reader] = await Promise.all([
    caller.systems.list({ limit: 200 }),
    peopleOptions(),
    viewer(),
  ]);
  const chosen = systems
    .filter(({ id }) => !release || id === release.systemId)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Page
      title="New finding"
      breadcrumb={[{ label: 'Findings', href: paths.findings() }]}
      description="A problem, who sees to it, and by when."
    >
      {release && (
        <Alert tone="info" title={`A condition of release ${release.version}`}>
          It counts for this release only. Once its due date has passed and it is not closed, the gate denies
          this release, whoever signed it.
        </Alert>
      )}
      <ActionPageForm
        title="New finding"
        action={openFinding}
        submit="Open finding"
        under={paths.findings()}
        hidden={release ? { releaseId: release.id } : {}}
        fields={[
          {
            kind: 'choice',
            name: 'systemId',
            label: 'System',
            required: true,
            options: chosen,
            value: release?.systemId ?? one(system),
          },
          { kind: 'line', name: 'title', label: 'Title', required: true, maxLength: 200 },
          {
            kind: 'lines',
            name: 'description',
            label: 'Description',
            hint: 'What is wrong, how it was seen, and what would settle it',
            maxLength: 8000,
          },
          {
            kind: 'choice',
            name: 'severity',
            label: 'Severity',
            required: true,
            options: severityOptions,
            value: 'medium',
          },
          {
            kind: 'choice',
            name: 'ownerId',
            label: 'Owner',
            required: true,
            options: people,
            value: reader?.actor.personId ?? undefined,
          },
          {
            kind: 'date',
            name: 'dueAt',
            label: 'Due',
            hint: 'It blocks from the end of this day (UTC). Without a date it never blocks.',
          },
        ]}
      />
    </Page>
  );
}
