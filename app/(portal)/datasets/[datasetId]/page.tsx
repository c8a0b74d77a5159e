import { Database, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { bytes, number } from '@/app/_lib/format';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type Dataset, ListDatasetVersions } from '@/server/registry/schema/datasets';
import { api } from '@/server/trpc/caller';
import { kindOptions, labelOf, personalDataOptions, personalDataTones } from '../words';
import { EditDataset } from './edit-dataset';

export const metadata = { title: 'Dataset' };

export default async function DatasetPage({ params, searchParams }: PageProps<'/datasets/[datasetId]'>) {
  const [{ datasetId }, { cursor }] = await Promise.all([params, searchParams]);
  const dataset = await orNotFound((await api()).datasets.get({ datasetId }));
  const { id, name, kind, description, licence, legalBasis, personalData, isSynthetic } = dataset;
  const reason = await mayNot('edit', 'Dataset', dataset);
  const facts = { description, licence, legalBasis, personalData, isSynthetic };
  const upload = (
    <LinkButton
      href={paths.newDatasetVersion(id)}
      variant="primary"
      icon={<Upload aria-hidden />}
      reason={reason}
    >
      New version
    </LinkButton>
  );
  return (
    <Page
      title={name}
      breadcrumb={[{ label: 'Datasets', href: paths.datasets() }]}
      status={
        <StatusChip
          status={personalData}
          tones={personalDataTones}
          label={labelOf(personalDataOptions, personalData)}
        />
      }
      meta={[
        <PersonName key="owner" id={dataset.ownerId} />,
        dataset.latest && <Digest key="digest" value={dataset.latest.digest} />,
        <span key="created">
          created <Time value={dataset.createdAt} style="date" />
        </span>,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`dataset/${id}`} orgId={dataset.orgId} />
          <EditDataset dataset={{ id, name, facts }} reason={reason} />
          {upload}
        </>
      }
    >
      <Section title="About" frame="card">
        <KeyValues
          items={[
            {
              label: 'Description',
              value: description && <p className="whitespace-pre-line">{description}</p>,
            },
            { label: 'Kind', value: labelOf(kindOptions, kind) },
            { label: 'Legal basis', value: legalBasis },
            { label: 'Licence', value: licence },
            { label: 'Synthetic', value: isSynthetic ? 'Yes' : 'No' },
          ]}
        />
      </Section>
      <Versions dataset={dataset} cursor={cursor} upload={upload} />
    </Page>
  );
}

interface VersionsProps {
  readonly dataset: Dataset;
  readonly cursor: string | string[] | undefined;
  readonly upload: ReactNode;
}

async function Versions({ dataset: { id, name }, cursor, upload }: VersionsProps) {
  const asked = ListDatasetVersions.catch({ datasetId: id, limit: 50 }).parse({ datasetId: id, cursor });
  const { items, nextCursor } = await (await api()).datasets.versions(asked);
  return (
    <Section title="Versions" description="Newest first. The same content again is the same version.">
      <DataTable
        caption={`Versions of ${name}`}
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.datasetVersion(id, row.id)}
        empty={
          <EmptyState icon={<Database />} title="No versions yet" action={upload}>
            Upload a CSV or JSON Lines file, or read from Langfuse. Its rows are checked one by one and get a
            digest.
          </EmptyState>
        }
        columns={[
          { key: 'number', header: 'Version', cell: (row) => row.number },
          { key: 'rows', header: 'Rows', align: 'right', cell: (row) => number(row.rowCount) },
          {
            key: 'digest',
            header: 'Digest',
            cell: (row) => (
              <span className="relative">
                <Digest value={row.digest} />
              </span>
            ),
          },
          { key: 'file', header: 'File', from: 'lg', align: 'right', cell: (row) => bytes(row.fileBytes) },
          { key: 'message', header: 'Message', truncate: true, from: 'md', cell: (row) => row.message },
          { key: 'by', header: 'Added by', from: 'xl', cell: (row) => <PersonName id={row.createdBy} /> },
          { key: 'at', header: 'Added', align: 'right', cell: (row) => <Time value={row.createdAt} /> },
        ]}
      />
      <Pagination
        previous={cursor ? paths.dataset(id) : null}
        next={nextCursor && withQuery(paths.dataset(id), { cursor: nextCursor })}
      />
    </Section>
  );
}
