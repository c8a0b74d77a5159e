import { verdictTones } from '@/app/_lib/tones';
import { StatusChip } from '@/app/_ui/status-chip';
import type { RunState } from '@/server/evaluations/schema/runs';
import { runTones } from './run-words';

interface RunStatusProps {
  readonly state: RunState;
  readonly verdict: keyof typeof verdictTones | null;
}

/** The verdict of a finished run, else how far it is. */
export const RunStatus = ({ state, verdict }: RunStatusProps) =>
  verdict ? (
    <StatusChip status={verdict} tones={verdictTones} />
  ) : (
    <StatusChip status={state} tones={runTones} />
  );
