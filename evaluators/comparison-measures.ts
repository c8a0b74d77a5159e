import type { ComparedMeasure } from './comparison';
import { unitRange } from './contract';
import { measureName, prepareSuite, type Suite } from './suite';

/**
 * The measures of a suite as a comparison takes them. A rate is better the more cases pass, whatever its evaluator
 * measures. A measure without a range decides only when the suite sets a threshold for it.
 */
export function comparedMeasures(suite: Pick<Suite, 'evaluators' | 'thresholds'>): ComparedMeasure[] {
  return prepareSuite(suite).map(({ name, evaluator }) => {
    const { kind, direction, range, unit, id, version } = evaluator;
    const rate = kind === 'rate';
    const one = suite.evaluators.find((listed) => measureName(listed) === name);
    return {
      name,
      evaluator: id,
      version,
      direction: rate ? 'higher' : direction,
      range: rate ? unitRange : range,
      unit: rate ? 'share' : unit,
      definition: JSON.stringify(one?.params ?? {}),
      decides: rate || range !== null || suite.thresholds.some(({ measure }) => measure === name),
    };
  });
}
