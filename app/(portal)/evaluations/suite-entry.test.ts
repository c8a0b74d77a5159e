import { expect, it } from 'vitest';
import { withEntry } from './suite-entry';

it('puts an entry at the end of the evaluators, wherever they stand', () => {
  const entry = '- id: text.bleu\n  params:\n    pass: 0.3\n';
  const added = '  - id: text.bleu\n    params:\n      pass: 0.3\n';
  expect(withEntry('name: a\nevaluators:\n  - { id: text.is-json }\nthresholds: []\n', entry)).toBe(
    `name: a\nevaluators:\n  - { id: text.is-json }\n${added}thresholds: []\n`,
  );
  expect(withEntry('name: a\n', entry)).toBe(`name: a\nevaluators:\n${added}`);
  expect(withEntry('evaluators:\n  - { id: text.is-json }\n', entry)).toBe(
    `evaluators:\n  - { id: text.is-json }\n${added}`,
  );
});
