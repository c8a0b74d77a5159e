import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';

type Spot = Awaited<ReturnType<Api['coverage']['weakSpots']>>['spots'][number];
const tones = { high: 'negative', medium: 'warning', low: 'neutral' } as const;

/** Where each weak spot is mended. */
function hrefOf({ code, at: { kind, id, environment } }: Spot): string {
  if (kind === 'facts') return paths.systemFacts(id);
  if (kind === 'checklist' && code === 'controls_blocking')
    return paths.checklistEvidence(id, environment ?? '');
  if (kind === 'checklist') return paths.checklistControls(id, environment ?? '');
  if (kind === 'evidence') return id ? paths.evidence(id) : paths.evidenceList();
  return kind === 'gate' ? paths.environment(id) : paths.people();
}

export function WeakSpots({ spots }: { spots: readonly Spot[] }) {
  return (
    <DataTable
      caption="Weak spots"
      rows={spots}
      rowKey={({ code, at, message }) => `${code} ${at.id} ${message}`}
      rowHref={hrefOf}
      empty={
        <EmptyState title="No weak spot found">
          Facts, controls, evidence, roles and gate policies were looked at.
        </EmptyState>
      }
      columns={[
        {
          key: 'severity',
          header: 'Severity',
          cell: ({ severity }) => <Chip tone={tones[severity]}>{words(severity)}</Chip>,
        },
        { key: 'message', header: 'Weak spot', wrap: true, cell: ({ message }) => message },
        { key: 'kind', header: 'Kind', from: 'lg', cell: ({ code }) => words(code) },
      ]}
    />
  );
}
