import type { z } from 'zod';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { CopyLink } from '@/app/_ui/copy-link';
import { DataTable } from '@/app/_ui/data-table';
import { Diff } from '@/app/_ui/diff';
import { JsonView } from '@/app/_ui/json-view';
import { words } from '@/app/_ui/status-chip';
import type { ComparedCase, CompareRuns } from '@/server/evaluations/schema/comparison';
import type { RunResult } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';
import { significant } from '../../../run-words';
import { CaseDrawer } from '../case-drawer';

interface ComparedCaseDetailProps {
  readonly asked: z.output<typeof CompareRuns>;
  readonly ordinal: string | undefined;
  /** The address of the list without the case. */
  readonly back: string;
}

/** One case under both runs, over the list it came from. All of it is shown as text. */
export async function ComparedCaseDetail({
  asked: { runId, baseline },
  ordinal,
  back,
}: ComparedCaseDetailProps) {
  if (ordinal === undefined || !/^\d{1,9}$/.test(ordinal)) return null;
  const wanted = { runId, baseline, ordinal: Number(ordinal) };
  const found = await (await api()).runs.comparedCase(wanted).catch(() => null);
  if (!found) return null;
  return (
    <CaseDrawer title={`Case ${found.candidate.caseId}`} back={back}>
      <div className="mb-3 flex justify-end">
        <CopyLink
          size="sm"
          label="Copy link to this case"
          path={`${back}${back.includes('?') ? '&' : '?'}case=${ordinal}`}
        />
      </div>
      <Parts found={found} />
    </CaseDrawer>
  );
}

const Parts = ({ found: { candidate, baseline } }: { found: ComparedCase }) => (
  <div className="flex flex-col gap-5">
    <Scores candidate={candidate} baseline={baseline} />
    {baseline ? (
      <Diff before={said(baseline)} after={said(candidate)} beforeLabel="Baseline" afterLabel="Candidate" />
    ) : (
      <Alert tone="warning" title="The baseline has no result for this case">
        Its answer is missing, so this case is not paired.
      </Alert>
    )}
    {candidate.messages ? (
      candidate.messages.map(({ role, content }, index) => (
        <CodeBlock key={index} code={content} title={`Sent: ${role}`} wrap />
      ))
    ) : (
      <Value title="Input" value={candidate.input} />
    )}
    {candidate.expected !== null && <Value title="Expected" value={candidate.expected} />}
    {candidate.context !== null && <Value title="Context" value={candidate.context} />}
  </div>
);

const said = ({ failure, output }: RunResult): string =>
  failure ? `${failure.class}: ${failure.message}` : (output ?? '');

/** Scores side by side, with what an evaluator or judge said about them. */
function Scores({ candidate, baseline }: { candidate: RunResult; baseline: RunResult | null }) {
  const names = [...new Set([...Object.keys(candidate.measures), ...Object.keys(baseline?.measures ?? {})])];
  return (
    <DataTable
      caption="Scores of both runs"
      rows={names}
      rowKey={(name) => name}
      columns={[
        { key: 'name', header: 'Measure', cell: (name) => name },
        { key: 'baseline', header: 'Baseline', wrap: true, cell: (name) => scoreOf(baseline, name) },
        { key: 'candidate', header: 'Candidate', wrap: true, cell: (name) => scoreOf(candidate, name) },
      ]}
    />
  );
}

function scoreOf(result: RunResult | null, name: string): string {
  const outcome = result?.measures[name];
  if (!outcome) return 'no value';
  if (outcome.state !== 'scored') return `${words(outcome.state)}: ${outcome.reason}`;
  const value = outcome.pass === undefined ? significant(outcome.value) : outcome.pass ? 'pass' : 'fail';
  return outcome.detail === undefined ? value : `${value}: ${outcome.detail}`;
}

const Value = ({ title, value }: { title: string; value: unknown }) =>
  typeof value === 'string' ? (
    <CodeBlock code={value} title={title} wrap />
  ) : (
    <JsonView value={value} title={title} wrap />
  );
