import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { number } from '@/app/_lib/format';
import { metricWords } from '@/app/_lib/judgement-words';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { Study, StudyResult } from '@/server/bias/schema';
import { api } from '@/server/trpc/caller';
import { StudyStatus } from '../study-status';
import { AttributeResult } from './attribute-result';
import { ComputeStudy } from './compute-study';
import { WhileComputing } from './while-computing';

export const metadata = { title: 'Study' };

export default async function StudyPage({ params, searchParams }: PageProps<'/bias/[studyId]'>) {
  const [{ studyId }, { result: wanted }] = await Promise.all([params, searchParams]);
  const caller = await api();
  const study = await orNotFound(caller.bias.get({ studyId }));
  const [{ items }, models] = await Promise.all([
    caller.bias.results({ studyId, limit: 50 }),
    caller.models.list({ limit: 200 }),
  ]);
  const shown = items.find(({ id }) => id === wanted) ?? items[0];
  const modelVersions = models.items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.version}` }] : [],
  );
  return (
    <Page
      title={`${study.name}@${study.number}`}
      breadcrumb={[{ label: 'Bias', href: paths.bias() }]}
      status={shown && <StudyStatus {...shown} />}
      meta={[
        <PersonName key="owner" id={study.ownerId} />,
        <Digest key="digest" value={study.digest} />,
        <Time key="at" value={study.createdAt} style="date" />,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`study/${studyId}`} orgId={study.orgId} />
          <ComputeStudy
            studyId={studyId}
            modelVersions={modelVersions}
            reason={await mayNot('run', 'Study', study)}
          />
        </>
      }
    >
      {shown ? (
        <Shown result={shown} />
      ) : (
        <EmptyState framed title="Not computed yet">
          Compute it to see the groups.
        </EmptyState>
      )}
      <Definition study={study} />
      {items.length > 1 && <Results items={items} />}
    </Page>
  );
}

const tones = { pass: 'positive', fail: 'negative', not_enough_evidence: 'warning' } as const;
const titles = {
  pass: 'Pass: every threshold is met by the interval, not only by the value',
  fail: 'Fail: a threshold is missed, and the interval leaves no doubt',
  not_enough_evidence: 'Not enough evidence: this is not a pass',
} as const;

function Shown({ result }: { result: StudyResult }) {
  if (result.state === 'queued') return <WhileComputing />;
  const { verdict, result: document, stateReason } = result;
  if (!verdict || !document)
    return (
      <Alert tone="negative" title="The data could not be judged">
        <p className="break-words">{stateReason}</p>
      </Alert>
    );
  const { rows, positive, confidence } = document;
  return (
    <>
      <Alert tone={tones[verdict]} title={titles[verdict]}>
        {number(rows)} rows; a prediction of &quot;{positive}&quot; counts as selected. Two-sided intervals at{' '}
        {number(confidence * 100)} %: Wilson’s for rates, Newcombe’s for differences, on the log scale for
        ratios. The verdict asks the nearer one-sided bound, so it can differ from what an interval suggests.
      </Alert>
      {[...document.attributes, ...document.intersections].map((attribute) => (
        <AttributeResult
          key={attribute.name}
          attribute={attribute}
          smallestGroup={document.smallestGroup}
          confidence={`${number(confidence * 100)} %`}
        />
      ))}
    </>
  );
}

function Definition({ study: { body } }: { study: Study }) {
  const thresholds = Object.entries(body.thresholds).map(
    ([name, limits]) =>
      `${metricWords(name)} ${[
        limits.min === undefined ? '' : `at least ${limits.min}`,
        limits.max === undefined ? '' : `at most ${limits.max}`,
      ]
        .filter(Boolean)
        .join(', ')}`,
  );
  return (
    <Section title="What it asks" frame="card">
      <KeyValues
        layout="grid"
        items={[
          { label: 'Predictions', value: `${body.dataset.name}@${body.dataset.number}` },
          { label: 'Dataset digest', value: <Digest value={body.dataset.digest} /> },
          { label: 'Groups by', value: body.attributes.join(', ') },
          { label: 'Prediction', value: body.prediction },
          { label: 'True outcome', value: body.label, none: 'not known' },
          {
            label: 'Reference groups',
            value: body.references.join(', '),
            none: 'the largest of each attribute',
          },
          {
            label: 'Smallest group',
            value: body.smallestGroup === 0 ? 'any size' : `${body.smallestGroup} rows`,
          },
          {
            label: 'Thresholds',
            value: thresholds.join('; '),
            none: 'the four-fifths rule: demographic parity ratio at least 0.8',
          },
        ]}
      />
    </Section>
  );
}

const Results = ({ items }: { items: readonly StudyResult[] }) => (
  <Section title="Results" description="Newest first. A result stays as it is.">
    <DataTable
      caption="Results of this study"
      rows={items}
      rowKey={(row) => row.id}
      rowHref={(row) => withQuery(paths.study(row.studyId), { result: row.id })}
      columns={[
        { key: 'at', header: 'Computed', cell: (row) => <Time value={row.createdAt} /> },
        { key: 'verdict', header: 'Verdict', cell: (row) => <StudyStatus {...row} /> },
        {
          key: 'digest',
          header: 'Result digest',
          from: 'md',
          cell: (row) =>
            row.resultDigest && (
              <span className="relative">
                <Digest value={row.resultDigest} />
              </span>
            ),
        },
        { key: 'by', header: 'By', align: 'right', cell: (row) => <PersonName id={row.createdBy} /> },
      ]}
    />
  </Section>
);
