import type { Measured } from '@/server/gates/rules/judges';
import type { CalibrationDocument } from '../schema/judgings';

/** What a gate asks of a calibration: the failing label's recall, or of a pairwise judge the lower one of its two sides;
 *  a tie need not be frequent. */
export function measuredOf({ n, kappa, perLabel, failing }: CalibrationDocument): Measured {
  const sides = perLabel.filter(({ label }) => label !== 'tie');
  const asked = failing === null ? sides : sides.filter(({ label }) => label === failing);
  const recalls = asked.map(({ recall }) => recall.value);
  return {
    n,
    rarest_share: n === 0 ? 0 : Math.min(...sides.map(({ cases }) => cases)) / n,
    kappa_low: kappa.low,
    fail_recall: recalls.some((one) => one === null) ? null : Math.min(...recalls.map(Number)),
  };
}
