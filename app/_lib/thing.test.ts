import { expect, it } from 'vitest';
import { actorWords, pathWords, thingOf, valueWords } from './thing';

it('names what the trail refers to, with its page where there is one', () => {
  expect(thingOf('release/rel_1')).toEqual({ kind: 'Release', id: 'rel_1', href: '/releases/rel_1' });
  expect(thingOf('study-result/str_1')).toEqual({ kind: 'Study result', id: 'str_1', href: undefined });
});

it('says who acted: a person by name, a job as the server', () => {
  const by = (actorName: string | null, id: string | null) =>
    actorWords({ actorName, event: { actor: { kind: 'system', id } } });
  expect(by('Ada', 'per_1')).toBe('Ada');
  expect(by(null, 'job_demonstration.load')).toBe('Server: demonstration load');
  expect(by(null, null)).toBe('System');
});

it('puts paths and recorded values into words', () => {
  expect(pathWords('/finishedAt')).toBe('Finished at');
  expect(pathWords('/signoffs/production')).toBe('Sign-offs, production');
  expect(valueWords('not_enough_evidence')).toBe('not enough evidence');
  expect(valueWords(['gdpr', 'ml_engineer'])).toBe('gdpr, ml engineer');
  expect(valueWords({ demographicParityRatio: { min: 0.8 } })).toBe(
    '{"Demographic parity ratio":{"min":0.8}}',
  );
  expect(pathWords('/signoffs/per_2501975c-a8e5-4c66-b8ff-0d8e54ae61be')).toBe('Sign-offs, per 2501975c…');
  expect(valueWords({ meaning: 'risk_accepted', validDays: 90 })).toBe(
    'Meaning: risk accepted; Valid days: 90',
  );
  expect(valueWords(null)).toBe('');
});
