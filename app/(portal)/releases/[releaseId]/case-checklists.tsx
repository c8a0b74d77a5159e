import { paths, withQuery } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import type { Case } from './case';

const isSettled = ({ status }: Case['facts']['checklists'][number]['controls'][number]) =>
  status === 'satisfied' || status === 'waived';

/** How far each framework is, and whether this environment's policy asks for it at all. */
export function checklistRows({ facts, inForce }: Case) {
  const required = inForce?.policy.require.frameworks ?? [];
  return facts.checklists.map(({ framework, controls }) => {
    const applying = controls.filter(({ status }) => status !== 'not_applicable');
    return {
      framework,
      isRequired: required.includes(framework),
      applying: applying.length,
      settled: applying.filter(isSettled).length,
      blocking: applying.filter((control) => control.blocking && !isSettled(control)).length,
    };
  });
}

export function CaseChecklists({ view }: { view: Case }) {
  const rows = checklistRows(view);
  if (rows.length === 0) return null;
  return (
    <Section
      title="Checklists"
      frame="flush"
      description={`The gate asks only for the frameworks that the policy of ${view.environment} names; the others are for information.`}
    >
      <DataTable
        bare
        caption="Checklists of this release"
        rows={rows}
        rowKey={({ framework }) => framework}
        rowHref={({ framework }) => withQuery(paths.checklist(view.id, view.environment), { framework })}
        columns={[
          { key: 'framework', header: 'Framework', truncate: true, cell: (row) => words(row.framework) },
          {
            key: 'asked',
            header: `In ${view.environment}`,
            cell: ({ isRequired }) =>
              isRequired ? (
                <Chip tone="accent">required</Chip>
              ) : (
                <span className="text-muted">not required</span>
              ),
          },
          {
            key: 'settled',
            header: 'Controls settled',
            align: 'right',
            cell: ({ applying, settled }) => (applying === 0 ? 'none apply' : `${settled} of ${applying}`),
          },
          {
            key: 'blocking',
            header: 'Stop the deployment',
            align: 'right',
            cell: ({ isRequired, blocking }) =>
              isRequired ? (
                <span className={blocking > 0 ? 'font-medium text-negative' : ''}>{blocking}</span>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Section>
  );
}
