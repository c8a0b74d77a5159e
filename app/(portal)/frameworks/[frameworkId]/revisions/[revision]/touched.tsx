import Link from 'next/link';
import { number } from '@/app/_lib/format';
import { paths } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import type { Api } from '@/server/trpc/caller';

export type Preview = NonNullable<Awaited<ReturnType<Api['frameworks']['preview']>>>;

/** Whom the change touches: systems with the number of controls, and drafts that will take it. */
export function Touched({ preview: { systems, otherSystems, releases } }: { preview: Preview }) {
  return (
    <Section
      title="Whom it touches"
      description={`${number(releases.keepTheirs)} frozen or submitted ${releases.keepTheirs === 1 ? 'release keeps its' : 'releases keep their'} version. ${number(otherSystems)} more ${otherSystems === 1 ? 'system uses' : 'systems use'} the framework without being touched.`}
    >
      <DataTable
        caption="Systems that it touches"
        rows={systems}
        rowKey={({ systemId }) => systemId}
        rowHref={({ systemId }) => paths.system(systemId)}
        empty={
          <EmptyState title="No system">No system has a decision or a duty that would change.</EmptyState>
        }
        columns={[
          { key: 'name', header: 'System', truncate: true, cell: ({ name }) => name },
          { key: 'confirm', header: 'To confirm', align: 'right', cell: (row) => row.toConfirm.length },
          { key: 'new', header: 'Newly apply', align: 'right', cell: (row) => row.newlyApplies.length },
          {
            key: 'gone',
            header: 'Apply no more',
            align: 'right',
            cell: (row) => row.appliesNoMore.length,
          },
          {
            key: 'back',
            header: 'Decisions back',
            align: 'right',
            from: 'md',
            cell: (row) => row.comesBack.length,
          },
        ]}
      />
      {releases.drafts.length > 0 && (
        <p className="flex flex-wrap gap-x-3">
          Drafts that take this version when they are frozen:
          {releases.drafts.map(({ id, system, version }) => (
            <Link key={id} href={paths.release(id)} className="text-accent underline">
              {system} {version}
            </Link>
          ))}
        </p>
      )}
    </Section>
  );
}
