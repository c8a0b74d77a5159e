import { isOtherModel } from '../target';

/** The models behind a judge's verdicts, as the providers say themselves. */
export interface JudgeModels {
  /** Null when the suite says nobody to ask. */
  readonly asked: string | null;
  /** Who answered while it was calibrated; empty = nobody said, or it never was. */
  readonly calibrated: readonly string[];
}
interface Answered {
  readonly name: string;
  readonly results: number;
}

/** What a calibration measured in place of the model that decided a run, as ends of a sentence; empty = nothing. */
export function otherThanCalibrated({ asked, calibrated }: JudgeModels, run: readonly Answered[]): string[] {
  const known = calibrated.filter((name) => name !== '');
  if (known.length === 0) return [];
  const others = known.filter((name) => asked !== null && isOtherModel(asked, name));
  const strangers = run.filter(({ name }) => name !== '' && !known.some((one) => isSame(one, name)));
  return [
    ...(others.length > 0 ? [`was calibrated on ${some(others)} instead of ${asked}`] : []),
    ...strangers
      .slice(0, mostStrangers)
      .map(({ name, results }) => `was calibrated on ${some(known)}, but ${name} judged ${results} results`),
  ];
}

const mostStrangers = 10;
const mostNames = 3;
const some = (names: readonly string[]) =>
  `${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ', …' : ''}`;

/** Two dated names of one model are two models; a name without its date may be either. */
const isSame = (a: string, b: string) => !isOtherModel(a, b) || !isOtherModel(b, a);
