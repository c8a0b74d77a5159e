import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { KeyValues } from '@/app/_ui/key-values';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import type { SuitePreview } from '@/server/evaluations/schema/suite-sources';

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What an import would make, and what it would leave out. */
export function ImportPreview({ preview }: { preview: SuitePreview }) {
  const { taken, caseCount, judgedCount, prompt, yaml, description, remarks, remarkCount } = preview;
  return (
    <Section title="Preview" description="Nothing is stored yet.">
      {taken.length > 0 && (
        <Alert tone="warning" title={`The name ${preview.name} is taken`}>
          There is a {taken.join(', a ')} of this name already. Choose another name and look again.
        </Alert>
      )}
      <KeyValues
        items={[
          { label: 'Description', value: description, none: 'none' },
          { label: 'Cases', value: `${caseCount}, of which ${judgedCount} have checks` },
          {
            label: 'Not taken over',
            value: `${remarks.filter(({ taken: isIn }) => !isIn).length}${remarkCount > remarks.length ? ` of the first ${remarks.length} remarks; ${remarkCount} in all` : ''}`,
          },
        ]}
      />
      <Remarks remarks={remarks} />
      <Cases preview={preview} />
      {prompt === null ? (
        <Alert tone="warning" title="No prompt">
          No prompt stands in the file itself. Recorded outputs can be judged; to ask a model, name a prompt
          in a new version of the suite.
        </Alert>
      ) : (
        <CodeBlock
          code={typeof prompt === 'string' ? prompt : JSON.stringify(prompt, null, 2)}
          title="Prompt"
          wrap
        />
      )}
      <CodeBlock code={yaml} title="Suite" />
    </Section>
  );
}

const Remarks = ({ remarks }: Pick<SuitePreview, 'remarks'>) =>
  remarks.length === 0 ? (
    <p className="text-muted">Everything is taken over.</p>
  ) : (
    <DataTable
      caption="What is not, or not quite, taken over"
      rows={remarks}
      rowKey={({ where, reason }) => `${where} ${reason}`}
      columns={[
        {
          key: 'where',
          header: 'In the file',
          wrap: true,
          cell: ({ where }) => <span className="font-mono text-xs break-words">{where}</span>,
        },
        {
          key: 'taken',
          header: 'Taken over',
          cell: ({ taken }) => (
            <StatusChip status={taken ? 'differs' : 'no'} tones={{ differs: 'info', no: 'warning' }} />
          ),
        },
        { key: 'reason', header: 'Why', wrap: true, cell: ({ reason }) => reason },
      ]}
    />
  );

const Cases = ({ preview: { cases, caseCount } }: { preview: SuitePreview }) => (
  <>
    <DataTable
      caption="Cases"
      rows={cases}
      rowKey={({ id }) => id}
      columns={[
        { key: 'id', header: 'Case', cell: ({ id }) => id },
        {
          key: 'input',
          header: 'Variables',
          wrap: true,
          cell: ({ input }) => <p className="line-clamp-4 break-words">{asText(input)}</p>,
        },
        {
          key: 'checks',
          header: 'Checks',
          wrap: true,
          cell: ({ checks }) =>
            checks.length === 0 ? (
              'none: it cannot be judged'
            ) : (
              <ul>
                {checks.map((check, at) => (
                  <li key={at} className="line-clamp-3 font-mono text-xs break-words">
                    {check}
                  </li>
                ))}
              </ul>
            ),
        },
      ]}
    />
    {caseCount > cases.length && (
      <p className="text-muted">
        The first {cases.length} of {caseCount} cases.
      </p>
    )}
  </>
);
