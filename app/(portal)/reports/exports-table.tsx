import { Download, FileText } from 'lucide-react';
import { bytes } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import { fileLabel } from './kinds';
import { SealDialog } from './seal-dialog';
import { standingTitles, standingTones } from './standing';

const stateTones = { queued: 'info', ready: 'positive', failed: 'negative' } as const;
type Export = Awaited<ReturnType<Api['reports']['list']>>['items'][number];

/** Files asked for, the newest first; a draft can be sealed from its row. */
export function Exports({ items, create }: { items: readonly Export[]; create: React.ReactNode }) {
  return (
    <DataTable
      caption="Exports"
      rows={items}
      rowKey={(row) => row.id}
      empty={
        <EmptyState icon={<FileText />} title="Nothing was exported yet" action={create}>
          An evidence bundle holds everything that an auditor needs to check a release without you.
        </EmptyState>
      }
      columns={[
        {
          key: 'kind',
          header: 'File',
          wrap: true,
          cell: (row) => (
            <span className="flex flex-col">
              {fileLabel(row)}
              {row.stateReason && <span className="text-xs text-muted">{row.stateReason}</span>}
            </span>
          ),
        },
        { key: 'of', header: 'Of', truncate: true, cell: nameOf },
        {
          key: 'state',
          header: 'State',
          cell: ({ state, stateReason, standing }) =>
            state === 'ready' && standing ? (
              <StatusChip status={standing} tones={standingTones} title={standingTitles[standing]} />
            ) : (
              <StatusChip status={state} tones={stateTones} title={stateReason ?? undefined} />
            ),
        },
        {
          key: 'digest',
          header: 'SHA-256',
          from: 'xl',
          cell: ({ sha256 }) => sha256 && <Digest value={sha256} />,
        },
        {
          key: 'size',
          header: 'Size',
          from: 'lg',
          align: 'right',
          cell: ({ sizeBytes }) => (sizeBytes === null ? '' : bytes(sizeBytes)),
        },
        {
          key: 'at',
          header: 'Asked for',
          from: 'lg',
          cell: ({ createdAt, createdByName, createdBy }) => (
            <span className="flex flex-col">
              <Time value={createdAt} style="relative" />
              <span className="text-xs text-muted">{createdByName ?? createdBy}</span>
            </span>
          ),
        },
        {
          key: 'download',
          header: 'Download',
          hiddenHeader: true,
          align: 'right',
          cell: (row) => row.state === 'ready' && <FileActions row={row} />,
        },
      ]}
    />
  );
}

function nameOf({ releaseName, environment, kind }: Export): string {
  if (releaseName === null) return 'The whole trail';
  return `${releaseName}${kind !== 'bundle' && environment !== null ? ` for ${environment}` : ''}`;
}

async function FileActions({ row }: { row: Export }) {
  const { id, orgId, systemId, standing, format, missingCount } = row;
  return (
    <span className="inline-flex gap-2">
      {standing === 'draft' && (
        <SealDialog
          exportId={id}
          about={`${fileLabel(row)} of ${nameOf(row)}`}
          format={format ?? 'pdf'}
          missing={missingCount ?? 0}
          reason={await mayNot('sign', 'Export', { orgId, systemId })}
        />
      )}
      <LinkButton size="sm" icon={<Download />} href={`/api/v1/exports/${id}/file`} download>
        Download
      </LinkButton>
    </span>
  );
}
