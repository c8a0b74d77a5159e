import { verdictTones } from '@/app/_lib/tones';
import { StatusChip } from '@/app/_ui/status-chip';

interface StudyStatusProps {
  readonly state: 'queued' | 'finished' | 'failed';
  readonly verdict: 'pass' | 'fail' | 'not_enough_evidence' | null;
}

export const StudyStatus = ({ state, verdict }: StudyStatusProps) =>
  verdict ? (
    <StatusChip status={verdict} tones={verdictTones} />
  ) : (
    <StatusChip
      status={state}
      label={state === 'queued' ? 'Computing' : 'Could not be computed'}
      tone={state === 'queued' ? 'info' : 'negative'}
    />
  );
