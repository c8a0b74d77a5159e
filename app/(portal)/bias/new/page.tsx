import { Database } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { ChooseTable } from './choose-table';
import { StudyForm } from './study-form';

export const metadata = { title: 'New study' };

export default async function NewStudyPage({ searchParams }: PageProps<'/bias/new'>) {
  const { dataset: wanted } = await searchParams;
  const caller = await api();
  const tables = await caller.datasets.list({ kind: 'table', limit: 200 });
  const options = tables.items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.number}` }] : [],
  );
  const versionId = typeof wanted === 'string' && wanted !== '' ? wanted : options[0]?.value;
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Study', { orgId, createdBy: '' });
  return (
    <Page
      title="New study"
      breadcrumb={[{ label: 'Bias', href: paths.bias() }]}
      description="The study pins its data by digest. A change of what it asks makes the next number under the same name."
    >
      {versionId === undefined ? (
        <EmptyState
          framed
          icon={<Database />}
          title="No table of predictions yet"
          action={<LinkButton href={paths.newDataset()}>New dataset</LinkButton>}
        >
          Create a dataset of kind table and upload a CSV with one row per person: groups, prediction, and the
          true outcome if it is known.
        </EmptyState>
      ) : (
        <>
          <ChooseTable options={options} chosen={versionId} />
          <Form versionId={versionId} reason={reason} />
        </>
      )}
    </Page>
  );
}

async function Form({ versionId, reason }: { versionId: string; reason: string | null }) {
  const caller = await api();
  const version = await orNotFound(caller.datasets.version({ versionId }));
  const { items } = await caller.models.list({ limit: 200 });
  const modelVersions = items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.version}` }] : [],
  );
  return <StudyForm key={versionId} columns={version.columns} {...{ versionId, modelVersions, reason }} />;
}
