import type { JudgeFact, ResultFact } from '../../releases/schema/dossier';
import type { Reason } from '../schema/decision';
import type { JudgeRequirement } from '../schema/policy';

export type Measured = Pick<
  NonNullable<JudgeFact['calibration']>,
  'n' | 'rarest_share' | 'kappa_low' | 'fail_recall'
>;

/** What a calibration lacks of the requirement, as parts of a sentence; empty = nothing. */
export function judgeShortfalls(found: Measured, wanted: JudgeRequirement): string[] {
  const { n, rarest_share: share, kappa_low: kappa, fail_recall: recall } = found;
  return [
    ...(n < wanted.min_cases ? [`${n} labelled cases, ${wanted.min_cases} are asked for`] : []),
    ...(share < wanted.min_share
      ? [`its rarest label is ${percent(share)} of the cases, ${percent(wanted.min_share)} are asked for`]
      : []),
    ...short('the lower bound of its kappa', kappa, wanted.min_kappa, decimal),
    ...short('its recall of failures', recall, wanted.min_recall, percent),
  ];
}

const short = (
  what: string,
  value: number | null,
  least: number,
  show: (value: number) => string,
): string[] =>
  value !== null && value >= least
    ? []
    : [`${what} is ${value === null ? 'undefined' : show(value)}, at least ${show(least)} is asked for`];

const decimal = (value: number): string => String(Math.floor(value * 1000 + 1e-9) / 1000);
const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-9) / 10} %`;

/** Why the judges of a suite's result may not decide it; empty = they may. */
export function judgeReasons(
  { name, judges = [] }: ResultFact,
  wanted: JudgeRequirement,
  nowUs: number,
): Reason[] {
  return judges.flatMap((one) => {
    const why = whyNot(one, wanted, nowUs);
    if (why === null) return [];
    const message = `Suite "${name}": its measure "${one.measure}" is decided by a judge that ${why}.`;
    return [{ code: 'JUDGE_UNCALIBRATED', name, message } as const];
  });
}

function whyNot({ judge, calibration }: JudgeFact, wanted: JudgeRequirement, nowUs: number): string | null {
  if (judge === null) return 'cannot be calibrated here; use a judge of the register';
  if (!calibration) return 'was never measured against people; calibrate exactly this judge';
  if (calibration.stale_at_us <= nowUs) return 'was measured too long ago; calibrate it again';
  const short = judgeShortfalls(calibration, wanted);
  return short.length === 0 ? null : `is too weak: ${short.join('; ')}`;
}

/** What the calibrations of a suite's judges measured in place of the models that decided it; empty = nothing. */
export const otherModelReasons = ({ name, judges = [] }: ResultFact): Reason[] =>
  judges.flatMap(({ measure, other_models: others }) => {
    if (!others) return [];
    const message = `Suite "${name}": its measure "${measure}" is decided by a judge that ${others.join('; ')}. Calibrate it on the model that judges.`;
    return [{ code: 'OTHER_MODEL', name, message } as const];
  });

/** When the first of these calibrations ends. */
export const judgesStaleAt = ({ judges = [] }: ResultFact): number[] =>
  judges.flatMap(({ calibration }) => (calibration ? [calibration.stale_at_us] : []));
