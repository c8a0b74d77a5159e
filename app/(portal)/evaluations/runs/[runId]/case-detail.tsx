import { paths, withQuery } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { CopyLink } from '@/app/_ui/copy-link';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues } from '@/app/_ui/key-values';
import { Duration, Money } from '@/app/_ui/quantities';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { type Run, RunCaseRef, type RunCase } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';
import { resultTones } from '../../run-words';
import { Attributions } from './attributions';
import { CaseDrawer } from './case-drawer';
import { CaseMeasures } from './case-measures';
import { NeighbourLinks } from './neighbour-links';
import { JudgingTable, ModelName } from './judging';

type Asked = Record<string, string | string[] | undefined>;

/** The case that the address names, over the list it came from. All of it is shown as text. */
export async function CaseDetail({ run, asked }: { run: Run; asked: Asked }) {
  const wanted = RunCaseRef.safeParse({ runId: run.id, ordinal: asked['case'], repeat: asked['repeat'] });
  if (asked['case'] === undefined || !wanted.success) return null;
  const found = await (await api()).runs.case(wanted.data).catch(() => null);
  if (!found) return null;
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name] : undefined);
  const back = withQuery(paths.run(run.id), { state: text('state'), cursor: text('cursor') });
  return (
    <CaseDrawer title={`Case ${found.caseId}`} back={back}>
      <div className="mb-3 flex flex-wrap justify-between gap-2">
        <NeighbourLinks run={run} at={found} asked={{ state: text('state'), cursor: text('cursor') }} />
        <CopyLink
          size="sm"
          label="Copy link to this case"
          path={withQuery(paths.run(run.id), {
            state: text('state'),
            cursor: text('cursor'),
            case: found.ordinal,
            repeat: found.repeat || undefined,
          })}
        />
      </div>
      <CaseParts found={found} asked={run.source === 'live' ? (run.target?.model ?? null) : null} />
    </CaseDrawer>
  );
}

const attempts = ({ attempts: made, askedAgain, cached }: RunCase): string =>
  cached
    ? 'none: the answer of an earlier run to the same request'
    : askedAgain
      ? `${made}, and an earlier call that was cut off`
      : String(made);

const CaseParts = ({ found, asked }: { found: RunCase; asked: string | null }) => (
  <div className="flex flex-col gap-5">
    <KeyValues
      layout="grid"
      items={[
        { label: 'Result', value: <StatusChip status={found.state} tones={resultTones} /> },
        {
          label: 'Model, as it says itself',
          value: found.model && <ModelName asked={asked} name={found.model} isOther={found.isOtherModel} />,
          none: 'not said',
        },
        { label: 'Latency', value: <Duration ms={found.latencyMs} /> },
        ...(found.firstTokenMs === null
          ? []
          : [{ label: 'First token', value: <Duration ms={found.firstTokenMs} /> }]),
        ...(found.judging
          ? [
              { label: 'Cost of the answer', value: <Money amount={found.cost} /> },
              { label: 'Cost of judges and scorers', value: <Money amount={found.judgeCost} /> },
            ]
          : []),
        { label: 'Cost', value: <Money amount={found.totalCost} /> },
        {
          label: 'Attempts',
          value: attempts(found),
        },
      ]}
    />
    {found.failure && (
      <Alert tone="negative" title={words(found.failure.class)}>
        <p className="break-words">{found.failure.message}</p>
      </Alert>
    )}
    <CaseMeasures measures={found.measures} />
    {found.judging && <JudgingTable judging={found.judging} />}
    {found.messages?.map(({ role, content }, index) => (
      <CodeBlock key={index} code={content} title={`Sent: ${role}`} wrap />
    ))}
    {found.body !== null && <JsonView value={found.body} title="Sent" />}
    {!found.messages && found.body === null && <Value title="Input" value={found.input} />}
    <CodeBlock code={found.output ?? ''} title={found.output ? 'Output' : 'No output'} wrap />
    {found.attributions && found.output && <Attributions attributions={found.attributions} />}
    {found.expected !== null && <Value title="Expected" value={found.expected} />}
    {found.context !== null && <Value title="Context" value={found.context} />}
  </div>
);

const Value = ({ title, value }: { title: string; value: unknown }) =>
  typeof value === 'string' ? (
    <CodeBlock code={value} title={title} wrap />
  ) : (
    <JsonView value={value} title={title} wrap />
  );
