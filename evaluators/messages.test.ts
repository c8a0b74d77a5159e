import { describe, expect, it } from 'vitest';
import { messagesFor } from './messages';

describe('messagesFor', () => {
  it.each([
    [null, 'hi', ['user hi']],
    [
      null,
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      ['user a', 'assistant b'],
    ],
    ['Level of {{ input }}?', 'a rash', ['user Level of a rash?']],
    [
      [
        { role: 'system', content: 'In {{language}}.' },
        { role: 'user', content: '{{age}}' },
      ],
      { language: 'French', age: 4 },
      ['system In French.', 'user 4'],
    ],
    [
      [{ role: 'system', content: 'Be brief.' }],
      [{ role: 'user', content: '{{x}}' }],
      ['system Be brief.', 'user {{x}}'],
    ],
    ['{{a}}', { a: '{{b}}', b: 'no' }, ['user {{b}}']],
  ])('%#', (template, input, expected) => {
    expect(messagesFor(template, input).map(({ role, content }) => `${role} ${content}`)).toEqual(expected);
  });
  it.each([
    [null, { a: 1 }, 'there is no prompt'],
    ['{{b}}', { a: 1 }, 'no variable "b"'],
    ['{{toString}}', { a: 1 }, 'no variable "toString"'],
    [[{ role: 'tool', content: '' }], 'x', 'a message of role tool'],
  ])('refuses %#', (template, input, message) => {
    expect(() => messagesFor(template, input)).toThrow(message);
  });
});
