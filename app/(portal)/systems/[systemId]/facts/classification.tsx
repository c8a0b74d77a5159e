import { Alert } from '@/app/_ui/alert';
import { Card } from '@/app/_ui/card';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { words } from '@/app/_ui/status-chip';
import type { Tone } from '@/app/_ui/tone';
import type { Api } from '@/server/trpc/caller';

type Facts = Awaited<ReturnType<Api['checklists']['facts']>>;
type Classified = Facts['classification']['aiAct'] | Facts['classification']['hipaa'];

const tones: Readonly<Record<string, Tone>> = { prohibited: 'negative', high: 'warning', limited: 'info' };
const truthWords = (value: boolean | null) => (value === null ? 'undetermined' : value ? 'yes' : 'no');

/** The AI Act class and the HIPAA status, each with the rule that decided and the steps before it. */
export function Classification({ facts: { classification } }: { facts: Facts }) {
  const { aiAct, hipaa, violations, prohibitions } = classification;
  return (
    <>
      {prohibitions.map(({ basis, from, inForce, why }) => (
        <Alert key={basis} tone="negative" title={`The answers admit a practice that ${basis} forbids`}>
          {inForce ? 'It stops every release to staging and production.' : `Forbidden from ${from}.`} {why}
        </Alert>
      ))}
      {violations.map(({ id, message, why }) => (
        <Alert key={id} tone="warning" title={message}>
          Rule {id}: {why}
        </Alert>
      ))}
      <div className="grid gap-4 md:grid-cols-2">
        <Outcome title="AI Act class" found={aiAct} path={aiAct.path} />
        <Outcome title="HIPAA status" found={hipaa} path={[]} />
      </div>
    </>
  );
}

function Outcome({ title, found, path }: { title: string; found: Classified; path: readonly string[] }) {
  const { outcome, decidedBy, possible, steps, unanswered } = found;
  return (
    <Card>
      <section aria-label={title} className="flex min-w-0 flex-col gap-2">
        <h2 className="text-xs text-muted">{title}</h2>
        <p className="flex flex-wrap items-center gap-2 text-lg font-semibold">
          {outcome ? <Chip tone={tones[outcome] ?? 'neutral'}>{words(outcome)}</Chip> : 'Undetermined'}
          {path.map((one) => (
            <Chip key={one}>{words(one)}</Chip>
          ))}
        </p>
        {decidedBy ? (
          <p className="text-pretty text-muted">
            Decided by {decidedBy.basis}: <span className="font-mono text-xs">{decidedBy.why}</span>
          </p>
        ) : (
          <p className="text-pretty text-muted">
            May still be {possible.map((one) => words(one)).join(' or ')}. It waits for:{' '}
            {unanswered.map((fact) => words(fact)).join(', ')}.
          </p>
        )}
        <details>
          <summary className="cursor-pointer text-accent">
            {steps.length} {steps.length === 1 ? 'step' : 'steps'}, the first that holds decides
          </summary>
          <ol className="mt-2 flex flex-col gap-2 text-xs">
            {steps.map((step) => (
              <li key={step.outcome} className="text-pretty">
                <span className="font-medium">{words(step.outcome)}</span>: {truthWords(step.value)}
                <span className="block text-muted">{step.basis}</span>
                <code className="block font-mono [overflow-wrap:anywhere] text-muted">{step.why}</code>
              </li>
            ))}
          </ol>
        </details>
      </section>
    </Card>
  );
}

/** What follows from the answers, with the expression filled in. */
export function DerivedFacts({ facts: { classification } }: { facts: Facts }) {
  return (
    <DataTable
      bare
      caption="Derived facts"
      rows={classification.derived}
      rowKey={({ id }) => id}
      columns={[
        { key: 'fact', header: 'Fact', cell: ({ id }) => words(id) },
        {
          key: 'value',
          header: 'Value',
          cell: ({ value }) => <Chip tone={value === null ? 'warning' : 'neutral'}>{truthWords(value)}</Chip>,
        },
        { key: 'basis', header: 'Basis', wrap: true, cell: ({ basis }) => basis },
        {
          key: 'why',
          header: 'Why',
          from: 'lg',
          wrap: true,
          cell: ({ why }) => <code className="font-mono text-xs [overflow-wrap:anywhere]">{why}</code>,
        },
      ]}
    />
  );
}
