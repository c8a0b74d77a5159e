import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assertMovable, assertUnmoved, promptText, variablesOf } from './rules';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('variables of a template', () => {
  it.each([
    ['Sort {{symptoms}} for {{ age }} and {{symptoms}} again', ['age', 'symptoms']],
    ['{"json": {"stays": "{ {not} }"}} {{}} {{2x}} {{a b}}', []],
    [
      [
        { role: 'system' as const, content: '{{tone}}' },
        { role: 'user' as const, content: '{{q.text}}' },
      ],
      ['q.text', 'tone'],
    ],
  ])('of %j', (template, names) => {
    expect(variablesOf(template)).toEqual(names);
  });
});

describe('the digest of a prompt', () => {
  it('is that of the canonical text, which anyone can recompute', () => {
    const text = promptText({ template: 'Hello {{name}}', parameters: { temperature: 0 } });
    expect(text).toBe(
      '{"parameters":{"temperature":0},"roleOrder":[],"template":"Hello {{name}}","variables":["name"]}',
    );
  });

  it.each([
    ['a line end', 'a\nb', 'a\r\nb'],
    ['a trailing space', 'a', 'a '],
    ['Unicode composition', '\u00e9', 'e\u0301'],
  ])('differs by %s', (_, one, other) => {
    const digestOf = (template: string) => sha256(promptText({ template, parameters: {} }));
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});

describe('labels', () => {
  it('does not let a protected label be moved by hand', () => {
    expect(() => assertMovable('production')).toThrow(/protected/);
    expect(() => assertMovable('staging')).not.toThrow();
  });

  it('asks where the label points before it moves', () => {
    const current = { versionId: 'prv_1', number: 1 };
    expect(() => assertUnmoved('staging', current, 'prv_1')).not.toThrow();
    expect(() => assertUnmoved('staging', undefined, null)).not.toThrow();
    expect(() => assertUnmoved('staging', current, null)).toThrow(/points to version 1 now/);
    expect(() => assertUnmoved('staging', undefined, 'prv_1')).toThrow(/points to no version now/);
  });
});
