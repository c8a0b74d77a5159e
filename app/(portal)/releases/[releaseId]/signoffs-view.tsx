import { Signature } from 'lucide-react';
import { meaningTones } from '@/app/_lib/release-tones';
import { EmptyState } from '@/app/_ui/empty-state';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { Timeline } from '@/app/_ui/timeline';
import type { Case } from './case';

/** Every signature over this digest: who, as what, meaning what, why. Withdrawn ones stay, struck through. */
export function SignoffsView({ signoffs }: { signoffs: Case['signoffs'] }) {
  if (signoffs.length === 0) {
    return (
      <EmptyState framed icon={<Signature />} title="Nobody has signed yet">
        Signatures over exactly this digest appear here with their meaning and reason.
      </EmptyState>
    );
  }
  return (
    <Timeline
      label="Sign-offs"
      items={signoffs.map((one) => ({
        key: one.event,
        title: `${one.person ?? one.personId} as ${one.role.replaceAll('_', ' ')}`,
        at: <Time value={new Date(one.signedAtUs / 1000).toISOString()} />,
        tone: counts(one) ? meaningTones[one.meaning as keyof typeof meaningTones] : 'neutral',
        children: (
          <>
            <div className={counts(one) ? '' : 'line-through'}>
              <StatusChip status={one.meaning} tones={meaningTones} />{' '}
              <span className="text-muted">by {one.method}</span>
              <p className="mt-1 whitespace-pre-wrap">{one.reason}</p>
            </div>
            {one.withdrawnReason !== null && (
              <p className="text-negative">Withdrawn: {one.withdrawnReason}</p>
            )}
            {one.isOutdated && (
              <p className="text-negative">The answers about the system changed since: to be signed again</p>
            )}
          </>
        ),
      }))}
    />
  );
}

/** Neither taken back nor given on other answers. */
export const counts = ({ withdrawnAtUs, isOutdated }: Case['signoffs'][number]) =>
  withdrawnAtUs === null && !isOutdated;
