import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Calibration } from '@/server/judges/schema/judgings';
import { api } from '@/server/trpc/caller';
import { JudgingControls } from '../../judging-controls';
import { WhileJudging } from '../../while-judging';
import { judgingTones } from '../../words';
import { Figures } from './figures';
import { Verdicts } from './verdicts';

export const metadata = { title: 'Calibration' };

export default async function CalibrationPage({
  params,
  searchParams,
}: PageProps<'/judges/calibrations/[judgingId]'>) {
  const [{ judgingId }, asked] = await Promise.all([params, searchParams]);
  const one = await orNotFound((await api()).judges.calibration({ judgingId }));
  return (
    <Page
      title="Calibration"
      breadcrumb={[
        { label: 'Judges', href: paths.judges() },
        { label: `${one.judgeName}@${one.judgeNumber}`, href: paths.judge(one.judgeId) },
      ]}
      status={<StatusChip status={one.state} tones={judgingTones} />}
      meta={[<PersonName key="by" id={one.createdBy} />, <Time key="at" value={one.createdAt} />]}
      actions={
        <>
          <HistoryDrawer entity={`judging/${judgingId}`} orgId={one.orgId} />
          <JudgingControls {...one} reason={await mayNot('run', 'Judge', one)} />
        </>
      }
    >
      <State one={one} />
      <OtherModels one={one} />
      {one.result && <Figures result={one.result} />}
      <Plan one={one} />
      {one.doneCount > 0 && <Verdicts judgingId={judgingId} asked={asked} />}
    </Page>
  );
}

function State({ one }: { one: Calibration }) {
  const { state, stateReason, doneCount, caseCount, shortfalls, isExpired, expiresAt } = one;
  if (state === 'queued' || state === 'running') return <WhileJudging done={doneCount} total={caseCount} />;
  if (!shortfalls)
    return (
      <Alert tone={state === 'failed' ? 'negative' : 'warning'} title="There is no result">
        {stateReason === 'stopped_by_person' ? 'Somebody stopped it.' : stateReason} {doneCount} of{' '}
        {caseCount} cases have a verdict.
      </Alert>
    );
  const until = expiresAt && (
    <>
      {isExpired ? 'It counted until' : 'It counts until'} <Time value={expiresAt} style="date" />, for this
      exact judge.
    </>
  );
  if (shortfalls.length === 0)
    return (
      <Alert
        tone={isExpired ? 'warning' : 'positive'}
        title={isExpired ? 'It held, but it is too old' : 'The judge may decide'}
      >
        It meets the rule that policies begin with. {until}
      </Alert>
    );
  return (
    <Alert tone="warning" title="Too weak for the rule that policies begin with">
      <ul className="list-disc pl-5">
        {shortfalls.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {until}
    </Alert>
  );
}

/** A provider that answered with another model was measured, not the judge. */
function OtherModels({ one: { askedModel, otherModels } }: { one: Calibration }) {
  if (otherModels.length === 0) return null;
  return (
    <Alert tone="warning" title={`Another model than ${askedModel} judged`}>
      <p className="break-words">
        The provider answered as {otherModels.join(', ')}. The figures are about that model, so they say
        little about the judge.
      </p>
    </Alert>
  );
}

function Plan({ one: { plan, result, resultDigest, judgeDigest } }: { one: Calibration }) {
  const words = Object.entries(plan.mapping).flatMap(([label, said]) =>
    said.length > 0 ? [`${said.join(', ')} = ${label}`] : [],
  );
  return (
    <Section title="What was measured" frame="card">
      <KeyValues
        layout="grid"
        items={[
          { label: 'Judge', value: <Digest value={judgeDigest} /> },
          { label: 'Dataset', value: result && `${result.dataset.name}@${result.dataset.number}` },
          { label: 'Dataset digest', value: result && <Digest value={result.dataset.digest} /> },
          {
            label: 'Result digest',
            value: resultDigest && <Digest value={resultDigest} />,
            none: 'no result',
          },
          { label: 'Answer at', value: plan.answer },
          { label: 'People’s label at', value: plan.label },
          { label: 'Their words', value: words.join('; '), none: 'the labels themselves' },
          { label: 'Model as reported', value: result?.models.join(', '), none: 'not reported' },
        ]}
      />
      {plan.labelPolicy && (
        <div className="mt-4">
          <CodeBlock title="What people were told" code={plan.labelPolicy} wrap />
        </div>
      )}
    </Section>
  );
}
