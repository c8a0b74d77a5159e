import { describe, expect, it } from 'vitest';
import { evidenceTypeById } from './catalog';
import { documentForms, documentIds, documentPlans } from './documents';
import { factModel } from './facts';
import { recordForms } from './records';

const sources = documentPlans.flatMap(({ sections }) =>
  sections.flatMap(({ fields }) => fields.flatMap(({ from = [] }) => from)),
);
const named = (kind: string) =>
  sources.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1));

describe('the plans of the documents', () => {
  it('are all there, with names of fields that differ', () => {
    expect(documentPlans.map(({ id }) => id)).toEqual(documentIds);
    for (const fields of Object.values(documentForms)) {
      const names = fields.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('name facts, evidence and fields of forms that exist', () => {
    const facts = new Set([...factModel.questions, ...factModel.releaseFacts].map(({ id }) => id));
    expect(named('fact').filter((id) => !facts.has(id))).toEqual([]);
    const derived = new Set(factModel.derived.map(({ id }) => id));
    expect(named('derived').filter((id) => !derived.has(id))).toEqual([]);
    expect(named('evidence').filter((id) => !evidenceTypeById(id))).toEqual([]);
    const alien = named('record').filter((one) => {
      const at = one.lastIndexOf('.');
      return !recordForms[one.slice(0, at)]?.some(({ name }) => name === one.slice(at + 1));
    });
    expect(alien).toEqual([]);
    expect(Object.keys(documentForms).filter((type) => !evidenceTypeById(type))).toEqual([]);
  });

  it('fill in every field from somewhere', () => {
    const fields = documentPlans.flatMap(({ sections }) => sections.flatMap((section) => section.fields));
    expect(fields.filter(({ from = [], ask }) => from.length === 0 && ask === undefined)).toEqual([]);
  });
});
