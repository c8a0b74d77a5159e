import { outcomesOf, type ScoredAnswer } from '@/evaluators/score';
import { prepareSuite, type SuiteCase, SuiteEvaluator } from '@/evaluators/suite';
import { median, pairs } from './harness';

const count = 100_000;
const target = 20_000;

const evaluators = [
  { id: 'text.equals', params: { value: '{{expected}}' } },
  { id: 'text.contains', params: { value: '{{expected}}' } },
  { id: 'text.icontains', params: { value: 'CLAIM' } },
  { id: 'text.contains-any', params: { values: ['urgent', 'routine', 'unclear'] } },
  { id: 'text.contains-none', params: { values: ['password', 'secret key'], ignoreCase: true } },
  { id: 'text.starts-with', params: { value: 'Level:' } },
  { id: 'text.ends-with', params: { value: 'days.' } },
  { id: 'text.regex', params: { pattern: 'Level: (urgent|routine), claim [0-9]{6}' } },
  { id: 'text.is-json', params: {} },
  { id: 'text.length', params: { unit: 'characters', max: 400 } },
].map((one) => SuiteEvaluator.parse(one));

const levels = ['urgent', 'routine'] as const;
const outputs = Array.from({ length: count }, (_, n): { one: SuiteCase; answer: ScoredAnswer } => {
  const level = levels[n % 2] ?? 'routine';
  const claim = String(100_000 + ((n * 7919) % 900_000));
  const output =
    `Level: ${level}, claim ${claim}. The member asked for a second look at the bill of the ${1 + (n % 28)}th; ` +
    `the letter names the doctor, the amount, the day of the visit and the code of the service. Please answer within ${1 + (n % 30)} days.`;
  return {
    one: { id: String(n), input: `claim ${claim}`, expected: level },
    answer: { output, provider: null, model: null, usage: null, latencyMs: null },
  };
});

async function scoredPerSecond(): Promise<number> {
  const measures = prepareSuite({ evaluators });
  let [passes, other] = [0, 0];
  const began = process.cpuUsage();
  for (const { one, answer } of outputs) {
    const outcomes = await outcomesOf(answer, one, null, measures, () => undefined, String);
    for (const outcome of Object.values(outcomes))
      if (outcome.state !== 'scored') other++;
      else if (outcome.pass) passes++;
  }
  const { user, system } = process.cpuUsage(began);
  if (other > 0 || passes !== 7 * count + count)
    throw new Error(`${passes} passes and ${other} cases without a score`);
  return (count * 1e6) / (user + system);
}

const length = Math.round(outputs.reduce((sum, { answer }) => sum + answer.output.length, 0) / count);
console.log(
  `TEXT  ${count} recorded outputs of ${length} characters, ten exact text evaluators, cases per CPU second`,
);
await scoredPerSecond();
const rounds: number[] = [];
for (let round = 0; round < pairs; round++) {
  rounds.push(await scoredPerSecond());
  console.log(`    ${round + 1}. ${Math.round(rounds.at(-1) ?? 0)}`);
}
const value = Math.round(median(rounds));
console.log(`TEXT  value ${value}  target >= ${target}: ${value >= target ? 'target met' : 'MISSED'}`);
