import { controlTones } from '@/app/_lib/checklist-tones';
import { withQuery } from '@/app/_lib/paths';
import { CounterCards } from '@/app/_ui/counter-cards';
import { words } from '@/app/_ui/status-chip';
import type { Checklist } from './checklist';

/** How many controls are in each status; each card shows only those. */
export function Counters({ list: { total }, here }: { list: Checklist; here: string }) {
  const { byStatus } = total;
  const card = (status: keyof typeof byStatus, note?: string) => ({
    label: words(status),
    value: String(byStatus[status]),
    tone: byStatus[status] > 0 ? controlTones[status] : undefined,
    href: withQuery(here, { status }),
    note,
  });
  const met = byStatus.satisfied + byStatus.alternative_implemented + byStatus.not_reasonable_documented;
  return (
    <CounterCards
      label="Controls"
      items={[
        {
          label: 'Met',
          value: `${met} of ${total.applicable}`,
          note: `${byStatus.not_applicable} more do not apply`,
        },
        {
          label: 'Blocking',
          value: String(total.blocking),
          tone: total.blocking > 0 ? 'negative' : 'positive',
          note: 'stop the deployment',
        },
        card('open', 'wait for evidence or a person'),
        card('undetermined', 'facts are missing'),
        card('stale', 'evidence ran out'),
        ...(byStatus.waived > 0 ? [card('waived', 'let pass until a day')] : []),
        ...(byStatus.readiness > 0 ? [card('readiness', 'law not in force yet')] : []),
      ]}
    />
  );
}
