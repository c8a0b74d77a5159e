import { Alert } from '@/app/_ui/alert';
import { DataTable } from '@/app/_ui/data-table';
import { KeyValues } from '@/app/_ui/key-values';
import { Section } from '@/app/_ui/section';
import type { ImportPreview as Preview } from './send-import';

const kinds: Readonly<Record<string, string>> = {
  'oscal-catalog': 'OSCAL catalog',
  'oscal-profile': 'OSCAL profile',
  xlsx: 'Workbook',
};
const mostShown = 40;

const list = (ids: readonly string[]) =>
  ids.length > 10 ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more` : ids.join(', ');

/** What would be stored, before it is. */
export function ImportPreview({ preview }: { preview: Preview }) {
  const { kind, head, notes, inUse, added, removed, changed, unchanged, controls } = preview;
  const more =
    controls.length > mostShown ? `The first ${mostShown} of ${controls.length} controls.` : undefined;
  return (
    <Section
      title="Preview"
      description={
        inUse
          ? `Nothing is stored yet. Version ${inUse.version} stays in use until somebody adopts this one.`
          : 'Nothing is stored yet. As the first version of its framework it comes into use at once.'
      }
    >
      <KeyValues
        items={[
          { label: 'Read as', value: kinds[kind] ?? kind.toUpperCase() },
          { label: 'Framework', value: `${head.title} (${head.id})` },
          { label: 'Version', value: `${head.version}, as of ${head.asOf}, ${head.nature}` },
          {
            label: 'Controls',
            value: inUse
              ? `${controls.length}: ${added} new, ${changed.length} changed, ${unchanged} unchanged`
              : String(controls.length),
          },
          ...(removed.length > 0 ? [{ label: 'Removed', value: list(removed) }] : []),
          ...(changed.length > 0 ? [{ label: 'Changed', value: list(changed) }] : []),
        ]}
      />
      {notes.length > 0 && (
        <Alert tone="warning" title="To know before it is stored">
          <ul className="list-disc pl-4">
            {notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <DataTable
        caption="Controls of the import"
        rows={controls.slice(0, mostShown)}
        rowKey={({ id }) => id}
        columns={[
          { key: 'id', header: 'Control', cell: ({ id }) => <span className="font-mono text-xs">{id}</span> },
          { key: 'title', header: 'Title', wrap: true, cell: ({ title }) => title },
          {
            key: 'requirement',
            header: 'Text',
            wrap: true,
            from: 'lg',
            cell: ({ requirement }) => <p className="line-clamp-4 whitespace-pre-line">{requirement}</p>,
          },
          {
            key: 'applies',
            header: 'Applies',
            cell: ({ appliesWhen }) =>
              appliesWhen === 'true' ? (
                'always'
              ) : (
                <span className="block max-w-56 font-mono text-xs break-words whitespace-normal">
                  {appliesWhen}
                </span>
              ),
          },
          { key: 'severity', header: 'Severity', cell: ({ severity }) => severity.replaceAll('_', '-') },
        ]}
      />
      {more && <p className="text-muted">{more}</p>}
    </Section>
  );
}
