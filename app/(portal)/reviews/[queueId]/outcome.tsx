import { count, fixed, number, percent } from '@/app/_lib/format';
import { paths, withQuery } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { IntervalDots } from '@/app/_ui/charts/interval-dots';
import { CounterCards } from '@/app/_ui/counter-cards';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import type { ReviewDocument } from '@/server/reviews/schema/reviews';

/** How far people agree, and what became of their labels. */
export function Outcome({ result, datasetName }: { result: ReviewDocument; datasetName: string }) {
  const { agreement, labelled, cases, incomplete, disagreements, decided, counts, people } = result;
  const measures = [
    { label: 'Krippendorff’s alpha', ...agreement.krippendorff },
    ...(agreement.fleiss ? [{ label: 'Fleiss’ kappa', ...agreement.fleiss }] : []),
    ...(agreement.cohen ? [{ label: 'Cohen’s kappa', ...agreement.cohen }] : []),
  ];
  return (
    <>
      {labelled > 0 ? (
        <Alert
          tone="positive"
          title={`${count(labelled, 'case')} with a label that counts`}
          action={
            <LinkButton href={withQuery(paths.datasets(), { q: datasetName })}>
              Dataset {datasetName}
            </LinkButton>
          }
        >
          {counts.map((one) => `${one.label} ${one.cases}`).join(', ')}. A judge can be calibrated on them.
        </Alert>
      ) : (
        <Alert tone="warning" title="No case has a label that counts">
          Cases lack labels, or people differ and nobody decided.
        </Alert>
      )}
      <CounterCards
        items={[
          {
            label: 'Labelled',
            value: `${number(labelled)} of ${number(cases)}`,
            note: count(people, 'person', 'people'),
          },
          { label: 'Lack labels', value: number(incomplete), tone: incomplete > 0 ? 'warning' : undefined },
          { label: 'Disagreements', value: number(disagreements), note: `${decided} decided` },
          {
            label: 'Pairs that agree',
            value: percent(agreement.observed),
            note: `${agreement.n} cases with two labels or more`,
          },
        ]}
      />
      <Section
        title="Agreement"
        description="Beyond chance: 1 is perfect, 0 what chance gives. Intervals from 2,000 draws of cases, 95 %."
      >
        <IntervalDots
          title="Agreement beyond chance"
          hiddenTitle
          format={(value) => fixed(value)}
          rows={measures.map(({ label, value, low, high, note }) => ({
            ...{ label, value, low, high, n: agreement.n },
            note: note ?? undefined,
          }))}
        />
      </Section>
    </>
  );
}
