import { Signature } from 'lucide-react';
import { paths, withQuery } from '@/app/_lib/paths';
import { meaningTones } from '@/app/_lib/release-tones';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListSignoffs } from '@/server/signoff/schema/inputs';
import { api, type Api, viewer } from '@/server/trpc/caller';
import { WithdrawSignoff } from './withdraw-signoff';

export const metadata = { title: 'Sign-offs' };
type SignOff = Awaited<ReturnType<Api['signoff']['list']>>['items'][number];
const meanings = Object.keys(meaningTones).map((value) => ({ value, label: words(value) }));

export default async function SignOffsPage({ searchParams }: PageProps<'/signoff'>) {
  const { environment, meaning, by, cursor } = await searchParams;
  const [caller, reader] = await Promise.all([api(), viewer()]);
  const asked = ListSignoffs.catch({ limit: 50 }).parse({
    environment: environment || undefined,
    meaning: meaning || undefined,
    personId: by === 'me' ? reader?.id : undefined,
    cursor,
  });
  const { items, nextCursor } = await caller.signoff.list(asked);
  const environments = await caller.gates.environments({});
  const mine = asked.personId ? 'me' : undefined;
  const here = (page?: string) =>
    withQuery(paths.signoffs(), {
      environment: asked.environment,
      meaning: asked.meaning,
      by: mine,
      cursor: page,
    });
  return (
    <Page
      title="Sign-offs"
      description="Every signature over a release, newest first. Withdrawn ones stay in the list and in the trail."
    >
      <FilterRow
        action={paths.signoffs()}
        filters={[
          {
            name: 'environment',
            label: 'Environment',
            value: asked.environment,
            options: environments.map(({ name }) => ({ value: name, label: name })),
          },
          { name: 'meaning', label: 'Meaning', value: asked.meaning, options: meanings },
          { name: 'by', label: 'Signer', value: mine, options: [{ value: 'me', label: 'Me' }] },
        ]}
      />
      <SignOffTable rows={items} me={reader?.id ?? ''} />
      <Pagination
        previous={asked.cursor ? here() : null}
        next={nextCursor && here(nextCursor)}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

function SignOffTable({ rows, me }: { rows: readonly SignOff[]; me: string }) {
  return (
    <DataTable
      caption="Sign-offs"
      rows={rows}
      rowKey={(row) => row.event}
      rowHref={(row) =>
        withQuery(paths.release(row.releaseId), { environment: row.environment, tab: 'signoffs' })
      }
      empty={
        <EmptyState icon={<Signature />} title="Nobody has signed yet">
          Signatures appear here when people decide about a submitted release.
        </EmptyState>
      }
      columns={[
        { key: 'release', header: 'Release', cell: (row) => `${row.system} ${row.version}` },
        { key: 'environment', header: 'Environment', from: 'md', cell: (row) => row.environment },
        { key: 'person', header: 'Signer', truncate: true, cell: (row) => row.person ?? row.personId },
        { key: 'role', header: 'As', from: 'lg', cell: (row) => words(row.role) },
        { key: 'meaning', header: 'Meaning', cell: (row) => <MeaningChip row={row} /> },
        {
          key: 'signed',
          header: 'Signed',
          align: 'right',
          cell: (row) => <Time value={new Date(row.signedAtUs / 1000)} style="relative" />,
        },
        {
          key: 'withdraw',
          header: 'Withdraw',
          hiddenHeader: true,
          align: 'right',
          cell: (row) =>
            row.personId === me &&
            row.withdrawnAtUs === null && (
              <span className="relative">
                <WithdrawSignoff event={row.event} about={`${row.system} ${row.version}`} />
              </span>
            ),
        },
      ]}
    />
  );
}

const MeaningChip = ({ row }: { row: SignOff }) =>
  row.withdrawnAtUs !== null ? (
    <StatusChip status={`${row.meaning}, withdrawn`} title={row.withdrawnReason ?? undefined} />
  ) : row.isOutdated ? (
    <StatusChip status={`${row.meaning}, outdated`} title="The answers about the system changed since" />
  ) : (
    <StatusChip status={row.meaning} tones={meaningTones} />
  );
