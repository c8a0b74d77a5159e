import { bytes, number } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import { type DatasetVersion, ReadDatasetRows } from '@/server/registry/schema/datasets';
import { api } from '@/server/trpc/caller';

import { originWords } from '@/app/_lib/origin-words';
import { ScanButton } from './scan-button';

export const metadata = { title: 'Dataset version' };
const pageSize = 50;

export default async function DatasetVersionPage({
  params,
  searchParams,
}: PageProps<'/datasets/[datasetId]/versions/[versionId]'>) {
  const [{ versionId }, { from }] = await Promise.all([params, searchParams]);
  const version = await orNotFound((await api()).datasets.version({ versionId }));
  return (
    <Page
      title={`${version.datasetName} version ${version.number}`}
      breadcrumb={[
        { label: 'Datasets', href: paths.datasets() },
        { label: version.datasetName, href: paths.dataset(version.datasetId) },
      ]}
      meta={[
        <Digest key="digest" value={version.digest} />,
        <PersonName key="by" id={version.createdBy} />,
        <Time key="at" value={version.createdAt} />,
      ]}
      description={version.message}
    >
      <Section title="Content" frame="card">
        <KeyValues
          layout="grid"
          items={[
            { label: version.kind === 'cases' ? 'Cases' : 'Rows', value: number(version.rowCount) },
            { label: 'Columns', value: number(version.columns.length) },
            {
              label: 'File',
              value: `${version.format === 'csv' ? 'CSV' : 'JSON Lines'}, ${bytes(version.fileBytes)}`,
            },
            { label: 'SHA-256 of the file', value: <Digest value={version.fileSha256} /> },
            ...(version.origin ? [{ label: 'Taken from', value: originWords(version.origin) }] : []),
          ]}
        />
      </Section>
      <Scan version={version} />
      <Rows version={version} from={from} />
    </Page>
  );
}

async function Scan({ version }: { version: DatasetVersion }) {
  const { orgId, createdBy, scan } = await (await api()).datasets.lastScan({ versionId: version.id });
  const found = Object.entries(scan?.findings ?? {});
  return (
    <Section
      title="Personal data and secrets"
      frame="card"
      description="Detectors with checksums and formats; names, addresses and dates are not looked for. Only numbers are kept."
      actions={
        <ScanButton versionId={version.id} reason={await mayNot('edit', 'Dataset', { orgId, createdBy })} />
      }
    >
      {scan ? (
        <p>
          {found.length === 0
            ? `Nothing found in ${number(scan.rowCount)} rows`
            : `${found.map(([type, count]) => `${number(count)} ${type}`).join(', ')} in ${number(scan.rowCount)} rows`}
          , <Time value={scan.createdAt} style="relative" />
        </p>
      ) : (
        <p className="text-muted">Not scanned yet.</p>
      )}
    </Section>
  );
}

interface RowsProps {
  readonly version: DatasetVersion;
  readonly from: string | string[] | undefined;
}

async function Rows({ version: { id, datasetId, rowCount, columns }, from }: RowsProps) {
  const first = ReadDatasetRows.shape.from.catch(0).parse(from);
  const page = await (await api()).datasets.rows({ versionId: id, from: first, limit: pageSize });
  const rows = page.items.map((row, index) => ({ position: first + index + 1, row }));
  const address = (at: number | null) =>
    at === null ? null : withQuery(paths.datasetVersion(datasetId, id), { from: at > 0 ? at : null });
  const shown = rows.length > 0 ? `${number(first + 1)} to ${number(first + rows.length)}` : 'None';
  return (
    <Section title="Rows" description="As they stand in the file.">
      <DataTable
        caption="Rows of this version"
        wide
        rows={rows}
        rowKey={({ position }) => String(position)}
        columns={[
          { key: '#', header: '#', align: 'right', cell: ({ position }) => number(position) },
          ...columns.slice(0, 20).map((name) => ({
            key: `column ${name}`,
            header: name,
            cell: ({ row }: (typeof rows)[number]) => <Cell value={row[name]} />,
          })),
        ]}
      />
      <Pagination
        previous={address(first > 0 ? Math.max(0, first - pageSize) : null)}
        next={address(page.nextFrom)}
        summary={`${shown} of ${number(rowCount)}${columns.length > 20 ? `; the first 20 of ${columns.length} columns` : ''}`}
      />
    </Section>
  );
}

const longest = 300;

/** Text from outside, shown as text and cut. */
function Cell({ value }: { value: unknown }) {
  if (value === undefined || value === null || value === '') return <span className="text-faint">–</span>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <span className="block max-w-md min-w-24 font-mono text-xs break-words whitespace-pre-wrap">
      {text.length > longest ? `${text.slice(0, longest)}…` : text}
    </span>
  );
}
