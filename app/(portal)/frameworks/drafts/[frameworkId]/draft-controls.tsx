import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { type Column, DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { arrangeDraft } from '../actions';
import { SendButton } from '../send-button';
import type { Draft, DraftProps } from './draft';

type Control = Draft['controls'][number];

/** The controls of a draft in their order, each with what the draft makes of it. */
export function DraftControls({ draft, reason }: DraftProps) {
  const { framework, version, controls, added, changed, newest } = draft;
  const add = (
    <LinkButton href={paths.draftControl(framework)} icon={<Plus />} reason={reason}>
      Add a control
    </LinkButton>
  );
  const place = new Map(controls.map(({ id }, index) => [id, index + 1]));
  const send = (control: Control, label: string, icon: React.ReactNode, more: Record<string, string>) => (
    <SendButton
      square
      label={`${label} ${control.title}`}
      icon={icon}
      reason={reason}
      action={arrangeDraft}
      hidden={{ framework, version: String(version), controlId: control.id, ...more }}
    />
  );
  const move = (control: Control, by: 1 | -1) => {
    const to = (place.get(control.id) ?? 0) + by;
    if (to < 1 || to > controls.length) return <span className="size-7" />;
    const [label, icon] =
      by === 1 ? ['Move down:', <ArrowDown key="i" />] : ['Move up:', <ArrowUp key="i" />];
    return send(control, label, icon, { do: 'move', to: String(to) });
  };
  const columns: readonly Column<Control>[] = [
    { key: 'title', header: 'Control', wrap: true, cell: ({ title }) => title },
    { key: 'id', header: 'Id', from: 'md', cell: ({ id }) => <code>{id}</code> },
    {
      key: 'state',
      header: 'In this draft',
      cell: ({ id }) =>
        newest === null ? null : added.includes(id) ? (
          <Chip tone="positive">added</Chip>
        ) : changed.includes(id) ? (
          <Chip tone="warning">changed</Chip>
        ) : (
          <span className="text-faint">as it was</span>
        ),
    },
    { key: 'severity', header: 'Severity', from: 'lg', cell: ({ severity }) => words(severity) },
    { key: 'owner', header: 'Owner', from: 'xl', cell: ({ owner }) => words(owner) },
    {
      key: 'do',
      header: 'Arrange',
      hiddenHeader: true,
      align: 'right',
      cell: (control) => (
        <span className="relative flex justify-end">
          {move(control, -1)}
          {move(control, 1)}
          {send(control, 'Remove', <Trash2 key="i" />, { do: 'remove' })}
        </span>
      ),
    },
  ];
  return (
    <Section title="Controls" actions={add}>
      <DataTable
        caption="Controls"
        rows={controls}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.draftControl(framework, id)}
        empty={
          <EmptyState title="No controls yet" action={add}>
            Each control is one duty: what is asked, when it applies, who answers for it and what proves it.
          </EmptyState>
        }
        columns={columns.filter(({ key }) => key !== 'state' || newest !== null)}
      />
    </Section>
  );
}
