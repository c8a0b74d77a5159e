import { Undo2 } from 'lucide-react';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import { arrangeDraft } from '../actions';
import { SendButton } from '../send-button';
import type { DraftProps } from './draft';

/** Controls of versions in use that the draft leaves out. */
export function Gone({ draft: { framework, version, gone }, reason }: DraftProps) {
  if (gone.length === 0) return null;
  return (
    <Section
      title="Left out"
      description="Controls of versions that are or were in use. Their ids stay theirs; what was decided about them is kept, and counts again when they come back."
    >
      <DataTable
        caption="Left out"
        rows={gone}
        rowKey={({ controlId }) => controlId}
        columns={[
          { key: 'title', header: 'Control', wrap: true, cell: ({ title }) => title },
          { key: 'id', header: 'Id', cell: ({ controlId }) => <code>{controlId}</code> },
          { key: 'version', header: 'Last in version', from: 'md', cell: (row) => row.version },
          {
            key: 'back',
            header: 'Bring back',
            hiddenHeader: true,
            align: 'right',
            cell: ({ controlId, title }) => (
              <SendButton
                square
                label={`Bring back ${title}`}
                icon={<Undo2 />}
                reason={reason}
                action={arrangeDraft}
                hidden={{ framework, version: String(version), do: 'restore', controlId }}
              />
            ),
          },
        ]}
      />
    </Section>
  );
}
