import { expect, it } from 'vitest';
import { parameterRemarks, promptParameters } from './prompt-parameters';

const prompt = { model: 'm-1', temperature: 0.7, max_tokens: 50, top_p: 0.9, seed: 3, made_up: true };

it('parameters of a prompt count where neither suite nor run says another value', () => {
  const { settings, more, parameters } = promptParameters(prompt, { model: 'm-1' });
  expect(settings).toEqual({ temperature: 0.7, maxTokens: 50, seed: 3 });
  expect(more).toEqual({ top_p: 0.9 });
  expect(parameters.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['model', 'sent'],
    ['temperature', 'sent'],
    ['max_tokens', 'sent'],
    ['top_p', 'sent'],
    ['seed', 'sent'],
    ['made_up', 'unsent'],
  ]);
});

it('what the suite or the run says instead is named', () => {
  const { settings, parameters } = promptParameters(
    prompt,
    { model: 'm-2', temperature: 0 },
    { maxTokens: 9 },
  );
  expect(settings).toEqual({ seed: 3 });
  expect(parameterRemarks(parameters)).toEqual([
    'model "m-2" was sent, as the suite says; the prompt version has "m-1"',
    'temperature 0 was sent, as the suite says; the prompt version has 0.7',
    'max_tokens 9 was sent, as the run says; the prompt version has 50',
    "the prompt version's made_up true was not sent: the target takes none",
  ]);
});

it('what a target cannot take is not sent', () => {
  expect(promptParameters(prompt, { api: 'responses' }).settings).toEqual({
    model: 'm-1',
    temperature: 0.7,
    maxTokens: 50,
  });
  expect(promptParameters(prompt, { api: 'json' })).toMatchObject({ settings: {}, more: {} });
  expect(promptParameters({ temperature: 9, tools: 'x' }, {}).settings).toEqual({});
});

it('a tool that has to be called is named as either API writes it', () => {
  const flat = { type: 'function', name: 'book' };
  const nested = { type: 'function', function: { name: 'book' } };
  for (const choice of ['book', flat, nested])
    expect(promptParameters({ tool_choice: choice }, {})).toMatchObject({
      settings: { toolChoice: 'book' },
      parameters: [{ outcome: 'sent' }],
    });
  expect(promptParameters({ tool_choice: nested }, { toolChoice: 'book' }).parameters).toMatchObject([
    { outcome: 'sent' },
  ]);
  expect(promptParameters({ tool_choice: { type: 'any' } }, {}).parameters).toMatchObject([
    { outcome: 'unsent' },
  ]);
});
