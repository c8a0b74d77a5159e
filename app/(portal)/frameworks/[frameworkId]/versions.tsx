import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';

type Revisions = Awaited<ReturnType<Api['frameworks']['revisions']>>;
type Revision = Revisions['revisions'][number];

const tones = { in_use: 'positive', was_in_use: 'neutral', waiting: 'warning', unused: 'neutral' } as const;

interface VersionsProps extends Pick<Revisions, 'revisions' | 'adoptions'> {
  readonly framework: string;
}

/** The versions of a framework, newest first, and why each came into use. */
export function Versions({ framework, revisions, adoptions }: VersionsProps) {
  if (revisions.length === 0) return null;
  const reasonOf = ({ revision }: Revision) => adoptions.find((one) => one.revision === revision);
  return (
    <Section
      title="Versions"
      description="A newer version waits until somebody has looked at what it changes and adopts it. Frozen releases keep theirs."
    >
      <DataTable
        caption="Versions"
        rows={revisions}
        rowKey={({ revision }) => String(revision)}
        rowHref={({ revision }) => paths.frameworkRevision(framework, revision)}
        empty={null}
        columns={[
          {
            key: 'version',
            header: 'Version',
            cell: ({ version, revision }) => `${version} (revision ${revision})`,
          },
          {
            key: 'state',
            header: 'State',
            cell: ({ state }) => <StatusChip status={state} tones={tones} />,
          },
          {
            key: 'reason',
            header: 'Why it came into use',
            from: 'md',
            wrap: true,
            cell: (row) => reasonOf(row)?.reason ?? '–',
          },
          {
            key: 'by',
            header: 'Brought into use by',
            from: 'lg',
            cell: (row) => <By adoption={reasonOf(row)} />,
          },
          {
            key: 'added',
            header: 'Added',
            align: 'right',
            from: 'md',
            cell: ({ createdAt }) => <Time value={createdAt} style="date" />,
          },
        ]}
      />
    </Section>
  );
}

const By = ({ adoption }: { adoption: Revisions['adoptions'][number] | undefined }) => {
  if (!adoption) return '–';
  return adoption.createdBy.startsWith('per_') ? <PersonName id={adoption.createdBy} /> : 'Countersign';
};
