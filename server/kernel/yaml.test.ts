import { describe, expect, it } from 'vitest';
import { readYaml } from './yaml';

describe('a YAML document', () => {
  it('names the line of a key that is given twice, at any depth', () => {
    const { document } = readYaml('a: 1\nb:\n  - c: 1\n    "c": 2\n');
    expect(document.errors).toHaveLength(1);
    expect(document.errors[0]).toMatchObject({ code: 'DUPLICATE_KEY', linePos: [{ line: 4 }] });
  });

  it('of very many keys is read in seconds', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(readYaml(many).document.errors).toEqual([]);
  }, 30_000);
});
