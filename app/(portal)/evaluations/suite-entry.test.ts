import { expect, it } from 'vitest';
import { withEntry, withThreshold } from './suite-entry';

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

it('inserts a threshold on the first named measure, with the baseline that it needs, once', () => {
  const file =
    'name: a\nevaluators:\n  - { id: text.equals, as: right }\nthresholds:\n  - { measure: right, min: 0.5 }\n';
  const once = withThreshold(file, 'maxDrop');
  expect(once).toBe(
    `${file}  - { measure: right, maxDrop: 0.02 }\nbaseline: { system: my-system, environment: production }\n`,
  );
  expect(withThreshold(once, 'maxDrop').match(/^baseline:/gm)).toHaveLength(1);
  expect(withThreshold('name: a\n', 'min')).toBe(
    'name: a\nthresholds:\n  - { measure: measure, min: 0.9 }\n',
  );
});
