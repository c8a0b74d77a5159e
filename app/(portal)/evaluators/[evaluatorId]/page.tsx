import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { type Evaluator, EvaluatorRef } from '@/server/evaluations/schema/evaluators';
import { api } from '@/server/trpc/caller';
import { directionWords, groupWords, kindWords, needsWords, rangeWords } from '../evaluator-words';

export const metadata = { title: 'Evaluator' };

export default async function EvaluatorPage({ params }: PageProps<'/evaluators/[evaluatorId]'>) {
  const { evaluatorId } = await params;
  const asked = EvaluatorRef.safeParse({ evaluatorId: decodeURIComponent(evaluatorId) });
  if (!asked.success) notFound();
  const evaluator = await orNotFound((await api()).evaluators.get(asked.data));
  return (
    <Page
      title={evaluator.id}
      breadcrumb={[{ label: 'Evaluators', href: paths.evaluators() }]}
      meta={[groupWords[evaluator.group] ?? evaluator.group, `version ${evaluator.version}`]}
      description={evaluator.summary}
    >
      <Section title="Definition" frame="card">
        <KeyValues
          items={[
            { label: 'Formula', value: evaluator.formula },
            { label: 'Source', value: evaluator.source },
            { label: 'Range', value: `${rangeWords(evaluator)}; ${directionWords(evaluator)}` },
            { label: 'Over a run', value: kindWords(evaluator), none: 'depends on its parameters' },
            { label: 'Needs', value: needsWords(evaluator) },
          ]}
        />
      </Section>
      <Section title="Parameters">
        <Parameters evaluator={evaluator} />
      </Section>
      <Section
        title="In a suite"
        description="An entry of evaluators. The name given with as is what thresholds refer to."
      >
        <CodeBlock
          code={`evaluators:\n${evaluator.yaml.replace(/^/gm, '  ').trimEnd()}\n`}
          title="suite.yaml"
        />
      </Section>
      <Section title="Schema of the parameters">
        <CodeBlock code={JSON.stringify(evaluator.schema, null, 2)} title={`${evaluator.id}.schema.json`} />
      </Section>
    </Page>
  );
}

const Parameters = ({ evaluator }: { evaluator: Evaluator }) =>
  evaluator.parameters.length === 0 ? (
    <p className="text-muted">It has none.</p>
  ) : (
    <DataTable
      caption={`Parameters of ${evaluator.id}`}
      rows={evaluator.parameters}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', header: 'Parameter', cell: ({ name }) => <code className="text-xs">{name}</code> },
        { key: 'description', header: 'Meaning', wrap: true, cell: ({ description }) => description },
        { key: 'type', header: 'Type', wrap: true, cell: ({ type }) => type },
        {
          key: 'default',
          header: 'Default',
          wrap: true,
          from: 'md',
          cell: ({ required, default: usual }) => (required ? 'required' : (usual ?? 'left out')),
        },
      ]}
    />
  );
