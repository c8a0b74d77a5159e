import Link from 'next/link';
import { number } from '@/app/_lib/format';
import { originWords } from '@/app/_lib/origin-words';
import { paths } from '@/app/_lib/paths';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { Money } from '@/app/_ui/quantities';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { Run, RunBaseline } from '@/server/evaluations/schema/runs';
import { PromptParameters } from '../../prompt-parameters';
import { CountsFor } from './counts-for';
import { JudgeCost, JudgedBy } from './judging';

/** What the run was frozen with. */
export const RunFacts = ({ run }: { run: Run }) => (
  <Section title="What ran" frame="card">
    <KeyValues
      layout="grid"
      items={[
        { label: 'Suite digest', value: <Digest value={run.suiteDigest} /> },
        {
          label: 'Answers',
          value:
            run.source === 'live' ? `${run.target?.model} at ${run.target?.baseUrl}` : 'recorded outputs',
        },
        ...(run.origin ? [{ label: 'Taken from', value: originWords(run.origin) }] : []),
        { label: 'Settings', value: settings(run), none: 'as the target has them' },
        ...(run.promptParameters
          ? [
              {
                label: 'Parameters of the prompt',
                value: <PromptParameters parameters={run.promptParameters} />,
              },
            ]
          : []),
        { label: 'Results', value: `${number(run.doneCount)} of ${number(run.caseCount * run.repeats)}` },
        { label: 'Errors', value: number(run.errorCount) },
        ...(run.usesCache ? [{ label: 'From the response cache', value: cached(run) }] : []),
        ...(run.takenAgain > 0 || run.againCount > 0 ? [{ label: 'Asked again', value: again(run) }] : []),
        ...(run.judgeCalls > 0
          ? [
              { label: 'Cost of the answers', value: <Money amount={run.cost} /> },
              { label: 'Cost of judges and scorers', value: <JudgeCost run={run} /> },
            ]
          : []),
        { label: 'Cost', value: <Money amount={run.totalCost} /> },
        { label: 'Budget', value: run.budget && <Money amount={run.budget} />, none: 'no limit' },
        {
          label: 'Counts for',
          value: run.subjects.length > 0 && <CountsFor run={run} />,
          none: 'no release: neither a prompt nor a model version was named',
        },
        ...(run.baseline ? [{ label: 'Baseline', value: <Baseline {...run.baseline} /> }] : []),
        { label: 'Began', value: run.startedAt && <Time value={run.startedAt} />, none: 'not yet' },
        { label: 'Ended', value: run.finishedAt && <Time value={run.finishedAt} />, none: 'not yet' },
      ]}
    />
    {run.summary?.judges && (
      <div className="mt-4">
        <JudgedBy run={run} />
      </div>
    )}
  </Section>
);

const cached = ({ cachedCount, doneCount }: Run): string =>
  `${number(cachedCount)} of ${number(doneCount)}, at no cost and without latency`;

const again = ({ takenAgain, againCount }: Run): string =>
  `${number(againCount)} or more, after work was cut off ${number(takenAgain)} times; each counted once`;

/** The approved release, and its run, that the thresholds with maxDrop are held against. */
const Baseline = ({ system, environment, release, run, reason }: RunBaseline) => (
  <span className="flex flex-wrap gap-x-2">
    {release && (
      <Link href={paths.release(release.id)} className="text-accent underline">
        {system} {release.version}, approved in {environment}
      </Link>
    )}
    {run && (
      <Link href={paths.run(run.id)} className="text-accent underline">
        its run
      </Link>
    )}
    {reason !== null && <span className="break-words">none: {reason}</span>}
  </span>
);

function settings({ target }: Run): string | null {
  if (!target) return null;
  const { api, stream, temperature, seed, maxTokens, toolChoice, apiKeyRef } = target;
  const tools = target.tools?.map(({ name }) => name).join(' ');
  const said = Object.entries({
    ...{ api, stream, temperature, seed, maxTokens, tools, toolChoice },
    key: apiKeyRef,
  });
  return (
    said.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(', ') || null
  );
}
