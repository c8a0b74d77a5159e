import { judgementWords } from '@/app/_lib/judgement-words';
import { paths } from '@/app/_lib/paths';
import { verdictTones } from '@/app/_lib/tones';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import type { RunMeasure } from '@/server/evaluations/schema/summary';
import { api } from '@/server/trpc/caller';
import { limitWords, significant } from '../../evaluations/run-words';
import type { Case } from './case';

type Fact = Case['facts']['suites'][number];
interface Row extends Fact {
  readonly kind: string;
  readonly href: string;
  /** What was measured against what was wanted, a line each. */
  readonly lines: readonly string[];
}

/** A case names few results; of more than these only the verdict stands here, the figures on their pages. */
const mostRead = 20;
const mostLines = 6;

/** Each result that counts, with the figures that decided it. */
export async function CaseResults({ view: { facts } }: { view: Case }) {
  const [suites, studies] = await Promise.all([
    Promise.all(facts.suites.map((fact, index) => ofSuite(fact, index < mostRead))),
    Promise.all(facts.studies.map((fact, index) => ofStudy(fact, index < mostRead))),
  ]);
  const rows = [...suites, ...studies];
  return (
    <Section title="Results on these digests" frame="flush">
      <DataTable
        bare
        caption="Evaluation and bias results that count for this release"
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => row.href}
        empty={
          <EmptyState title="No results yet">
            A finished run or study appears here when it judged exactly the versions in this release.
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            header: 'Suite or study',
            cell: (row) => (
              <>
                {row.name}
                <span className="block text-xs font-normal text-muted">{row.kind}</span>
              </>
            ),
          },
          {
            key: 'verdict',
            header: 'Verdict',
            cell: (row) => <StatusChip status={row.verdict} tones={verdictTones} />,
          },
          {
            key: 'figures',
            header: 'Against its thresholds',
            from: 'md',
            wrap: true,
            cell: (row) => <Lines lines={row.lines} />,
          },
          {
            key: 'digest',
            header: 'Result',
            from: 'xl',
            cell: (row) => (
              <span className="relative">
                <Digest value={row.result} />
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  const more = lines.length - mostLines;
  return (
    <ul className="tabular-nums">
      {lines.slice(0, mostLines).map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
      {more > 0 && <li className="text-muted">and {more} more</li>}
    </ul>
  );
}

async function ofSuite(fact: Fact, isRead: boolean): Promise<Row> {
  const run = isRead ? await (await api()).runs.get({ runId: fact.id }).catch(() => null) : null;
  const judged = run?.summary?.measures.filter(({ threshold }) => threshold !== null) ?? [];
  return { ...fact, kind: 'Suite', href: paths.run(fact.id), lines: judged.map(figureOf) };
}

async function ofStudy(fact: Fact, isRead: boolean): Promise<Row> {
  const found = isRead ? await (await api()).bias.result({ resultId: fact.id }).catch(() => null) : null;
  const lines = found?.result?.attributes.flatMap(({ name, reasons }) =>
    reasons.map((reason) => `${words(name)}: ${judgementWords(reason)}`),
  );
  const href = found ? paths.study(found.studyId) : paths.bias();
  return { ...fact, kind: 'Bias study', href, lines: lines ?? [] };
}

const said = (value: number | null): string => (value === null ? 'undefined' : significant(value));

/** "names-level 0.8333 (95 %: 0.7197 to 0.9069), at least 0.7" */
const figureOf = ({ name, value, low, high, threshold }: RunMeasure): string => {
  const between = low === null || high === null ? '' : ` (95 %: ${said(low)} to ${said(high)})`;
  return `${name} ${said(value)}${between}, ${limitWords(threshold ?? {})}`;
};
