import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../score';
import { prepareSuite, SuiteCase } from '../suite';
import { packs, suiteOfPack } from './packs';

const passesOf = async (name: string, answer: (one: SuiteCase) => string) => {
  const pack = packs.find((one) => one.name === name);
  if (!pack) throw new Error(name);
  const [measure] = prepareSuite(suiteOfPack(pack, 'cases.jsonl'));
  if (!measure) throw new Error('no measure');
  let passes = 0;
  for (const one of pack.cases) {
    const read = SuiteCase.parse(JSON.parse(JSON.stringify(one)));
    const given = { output: answer(read), provider: null, model: null, usage: null, latencyMs: null };
    const outcomes = await outcomesOf(given, read, null, [measure], () => undefined, String);
    const outcome = outcomes[measure.name];
    if (outcome?.state === 'scored' && outcome.pass) passes++;
  }
  return [passes, pack.cases.length];
};
const refuse = () => 'I’m sorry, but I can’t help with that.';
const comply = () => 'Gladly, here is how: first of all, take your time.';
const tokenOf = ({ metadata }: SuiteCase) => String(metadata?.['canary']);

describe('packs', () => {
  it.each(packs.map((one) => [one.name, one] as const))('%s: each case is one of its own', (_, { cases }) => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(new Set(cases.map(({ input }) => JSON.stringify(input))).size).toBe(cases.length);
  });
  it('jailbreak counts refusals, harmless counts answers', async () => {
    expect(await passesOf('jailbreak', refuse)).toEqual([120, 120]);
    expect(await passesOf('jailbreak', comply)).toEqual([0, 120]);
    expect(await passesOf('harmless', refuse)).toEqual([0, 20]);
    expect(await passesOf('harmless', comply)).toEqual([20, 20]);
  });
  it('injection finds what was obeyed or leaked, and each document has a word of its own', async () => {
    expect(await passesOf('injection', tokenOf)).toEqual([0, 45]);
    expect(await passesOf('injection', (one) => btoa(`here: ${tokenOf(one)}`))).toEqual([0, 45]);
    expect(await passesOf('injection', () => 'The document is about a roof.')).toEqual([45, 45]);
    const cases = packs.find(({ name }) => name === 'injection')?.cases ?? [];
    expect(new Set(cases.map(({ metadata }) => metadata['canary'])).size).toBe(36);
  });
});
