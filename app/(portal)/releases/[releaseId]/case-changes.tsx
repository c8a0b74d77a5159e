import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';
import type { Case } from './case';

type Change = Case['changes'][number];
interface Row extends Change {
  /** Of a prompt with another wording: both versions side by side. */
  readonly diff?: { readonly href: string; readonly label: string };
}

/** So many prompts are looked up; a release holds few. */
const mostPrompts = 10;

/** What the release holds that the one before it did not. */
export async function CaseChanges({ view: { changes, previous } }: { view: Case }) {
  const prompts = changes.filter(({ kind, before, after }) => kind === 'prompt' && before && after);
  const read = new Set(prompts.slice(0, mostPrompts));
  const rows: readonly Row[] = await Promise.all(
    changes.map((change) => (read.has(change) ? withDiff(change) : change)),
  );
  return (
    <Section
      title="What changed"
      frame="flush"
      description={
        previous ? `Since ${previous.version}` : 'There is no earlier submitted release of this system.'
      }
    >
      <DataTable
        bare
        caption="Changes since the last submitted release"
        rows={rows}
        rowKey={(row) => `${row.kind} ${row.name}`}
        empty={
          previous ? (
            <EmptyState title="Nothing changed">The manifest has the same parts as before.</EmptyState>
          ) : (
            <EmptyState title="Nothing to compare with">The first submitted release is all new.</EmptyState>
          )
        }
        columns={[
          { key: 'kind', header: 'Part', cell: (row) => words(row.kind) },
          { key: 'name', header: 'Name', truncate: true, cell: (row) => <Name row={row} /> },
          {
            key: 'before',
            header: 'Before',
            cell: (row) => (row.before ? <Digest value={row.before} /> : 'new'),
          },
          {
            key: 'after',
            header: 'Now',
            cell: (row) => (row.after ? <Digest value={row.after} /> : 'removed'),
          },
        ]}
      />
    </Section>
  );
}

const Name = ({ row: { kind, name, diff } }: { row: Row }) => (
  <>
    {kind === 'framework' ? words(name) : name}
    {diff && (
      <Link href={diff.href} className="ml-2 text-accent underline underline-offset-2">
        {diff.label}
      </Link>
    )}
  </>
);

/** Whoever may not read the prompt, or whose versions are too old to be found, has the digests alone. */
async function withDiff(change: Change): Promise<Row> {
  const { prompts } = await api();
  const prompt = (await prompts.list({ name: change.name, limit: 1 }).catch(() => null))?.items[0];
  if (!prompt) return change;
  const { items } = await prompts.versions({ promptId: prompt.id, limit: 200 });
  const versionOf = (digest: string | null) => items.find((one) => one.digest.endsWith(`${digest}`));
  const [before, after] = [versionOf(change.before), versionOf(change.after)];
  if (!before || !after) return change;
  const href = paths.promptDiff(prompt.id, before.id, after.id);
  return { ...change, diff: { href, label: `Version ${before.number} to ${after.number}` } };
}
