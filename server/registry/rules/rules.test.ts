import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CaseTree } from './case-tree';
import { caseReader } from './csv-cases';
import { identityText, identityWarning, treeText } from './model-identity';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const hex = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

function rootOf(cases: readonly (readonly [string, string])[], runLength?: number) {
  const tree = new CaseTree(sha256, runLength);
  cases.forEach(([id, text], index) => tree.add(id, index + 1, Buffer.from(text)));
  for (const steps = tree.root(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('the digest of cases', () => {
  it('is the Merkle root over their leaves sorted by id', () => {
    const leaf = (id: string, text: string) =>
      sha256(Buffer.from(`\0{"id":"${id}","sha256":"${hex(text)}"}`));
    const expected = hex(Buffer.concat([Buffer.of(1), leaf('a', '1'), leaf('b', '2')]));
    expect(
      rootOf([
        ['b', '2'],
        ['a', '1'],
      ]),
    ).toBe(`sha256:${expected}`);
  });

  it('does not depend on the order, in one run or in several', () => {
    const cases = Array.from({ length: 5000 }, (_, at) => [`case-${at}`, `${at}`] as const);
    expect(rootOf(cases, 64)).toBe(rootOf(cases.toReversed()));
    expect(rootOf(cases, 64)).not.toBe(rootOf(cases.slice(1), 64));
  });

  it('refuses an id given twice and names both lines', () => {
    const cases = [
      ['x', '1'],
      ['y', '2'],
      ['x', '3'],
    ] as const;
    expect(() => rootOf(cases)).toThrow('line 3 has the id "x" that line 1 has already');
    const far = Array.from({ length: 300 }, (_, at) => [`${at % 299}`, ''] as const);
    expect(() => rootOf(far, 64)).toThrow('line 300 has the id "0" that line 1 has already');
  });
});

describe('cases from CSV', () => {
  it('reads variables and metadata from columns, and leaves empty optional cells out', () => {
    const read = caseReader(['id', 'input.age', 'input.note', 'expected', 'metadata.split']);
    expect(read(['1', '42', '', '', 'gate'])).toEqual({
      id: '1',
      input: { age: '42', note: '' },
      metadata: { split: 'gate' },
    });
  });

  it.each([
    [['id', 'input', 'answer'], /column "answer" is not part of a case/],
    [['input'], /no column "id"/],
    [['id', 'expected'], /no column "input"/],
    [['id', 'input', 'input.a'], /use one of the two/],
  ])('refuses the columns %j', (columns, message) => {
    expect(() => caseReader(columns)).toThrow(message);
  });
});

describe('what names a model', () => {
  const hosted = {
    kind: 'hosted',
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    config: { temperature: 0 },
    configDigest: 'sha256:00',
  } as const;

  it('is, for a hosted model, what its provider asserts and the digest of its settings', () => {
    expect(identityText(hosted)).toBe(
      '{"configDigest":"sha256:00","kind":"hosted","model":"gpt-4o-2024-08-06","provider":"openai"}',
    );
    expect(identityWarning(hosted)).not.toMatch(/alias/);
    expect(identityWarning({ ...hosted, model: 'gpt-4o' })).toMatch(/alias that moves/);
    expect(identityWarning({ kind: 'file', digest: 'sha256:00' })).toBeNull();
  });

  it('is, for a folder, the sorted list of its files', () => {
    const files = [
      { path: 'b.bin', size: 2, sha256: 'bb' },
      { path: 'a/c', size: 1, sha256: 'aa' },
    ];
    expect(treeText(files)).toBe(
      '[{"path":"a/c","sha256":"aa","size":1},{"path":"b.bin","sha256":"bb","size":2}]',
    );
  });

  it.each(['', '/etc/passwd', '../up', 'a//b', 'a/./b', 'a\\b'])('refuses the path %j', (path) => {
    expect(() => treeText([{ path, size: 1, sha256: 'aa' }])).toThrow(/not a path inside the folder/);
  });

  it('refuses a path that is listed twice', () => {
    const file = { path: 'a', size: 1, sha256: 'aa' };
    expect(() => treeText([file, file])).toThrow(/listed twice/);
  });
});
