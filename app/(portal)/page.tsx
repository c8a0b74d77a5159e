import { ScrollText } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { releaseTones } from '@/app/_lib/release-tones';
import { CounterCards } from '@/app/_ui/counter-cards';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Tone } from '@/app/_ui/tone';
import { api, viewer } from '@/server/trpc/caller';
import { FirstSteps } from './_overview/first-steps';
import { DecisionTable } from './gates/decisions';
import { InboxTable } from './inbox/inbox-table';

export const metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const [caller, reader] = await Promise.all([api(), viewer()]);
  const [counts, inbox, decisions] = await Promise.all([
    caller.releases.counts({}),
    caller.signoff.inbox({}),
    caller.gates.decisions({ limit: 5 }),
  ]);
  const submitted = counts.some(({ state }) => state === 'submitted');
  const trailReason = await mayNot('read', 'Log', { orgId: reader?.orgId ?? '' });
  return (
    <Page title="Overview" description={reader?.organisation.name}>
      {(!submitted || decisions.items.length === 0) && <FirstSteps />}
      {inbox.total > 0 && (
        <Section
          title="Waits for you"
          frame="flush"
          actions={<LinkButton href={paths.inbox()}>Inbox ({inbox.total})</LinkButton>}
        >
          <InboxTable bare rows={inbox.items.slice(0, 5)} />
        </Section>
      )}
      <Section title="Releases">
        <CounterCards
          label="Releases per state"
          items={(['draft', 'frozen', 'submitted', 'withdrawn'] as const).map((state) => ({
            label: words(state),
            ...counted(counts.find((one) => one.state === state)?.count ?? 0, releaseTones[state]),
            href: withQuery(paths.releases(), { state }),
          }))}
        />
      </Section>
      <Verdicts />
      <Section
        title="Latest gate decisions"
        frame="flush"
        actions={<LinkButton href={withQuery(paths.gates(), { tab: 'decisions' })}>All decisions</LinkButton>}
      >
        <DecisionTable bare rows={decisions.items} />
      </Section>
      {trailReason === null && <Trail />}
    </Page>
  );
}

/** Nothing to see has no colour. */
const counted = (value: number, tone: Tone) => ({ value, tone: value > 0 ? tone : ('neutral' as const) });

async function Verdicts() {
  const caller = await api();
  const [runs, studies] = await Promise.all([caller.runs.count({}), caller.bias.count({})]);
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <VerdictCounts title="Evaluations" counts={runs} href={paths.evaluations()} />
      <VerdictCounts title="Bias studies" counts={studies} href={paths.bias()} />
    </div>
  );
}

function VerdictCounts({
  title,
  counts: { passed, failed, undecided },
  href,
}: {
  title: string;
  counts: { passed: number; failed: number; undecided: number };
  href: string;
}) {
  return (
    <Section title={title}>
      <CounterCards
        label={`${title}: verdicts`}
        items={[
          { label: 'Passed', ...counted(passed, 'positive'), href },
          { label: 'Failed', ...counted(failed, 'negative'), href },
          { label: 'Not enough evidence', ...counted(undecided, 'warning'), href },
        ]}
      />
    </Section>
  );
}

async function Trail() {
  const { size, committed, root, signedAt, assurance } = await (await api()).audit.health({});
  const waiting = Math.max(0, committed - size);
  return (
    <Section
      title="Trail"
      frame="card"
      actions={
        <LinkButton href={paths.audit()} icon={<ScrollText />}>
          Open the trail
        </LinkButton>
      }
    >
      <KeyValues
        layout="grid"
        items={[
          {
            label: 'State',
            value: (
              <StatusChip
                status={waiting === 0 ? 'all signed' : `${waiting} wait for a checkpoint`}
                tone={waiting === 0 ? 'positive' : 'warning'}
              />
            ),
          },
          { label: 'Events under the checkpoint', value: size },
          { label: 'Checkpoint', value: signedAt && <Time value={signedAt} />, none: 'None yet' },
          { label: 'Root', value: root && <Digest value={root} /> },
          { label: 'Storage', value: assurance },
        ]}
      />
    </Section>
  );
}
