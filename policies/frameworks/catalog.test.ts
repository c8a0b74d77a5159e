import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { everyRole } from '../contract';
import {
  checkById,
  checks,
  controlById,
  controlsOf,
  crosswalk,
  evidenceTypeById,
  evidenceTypes,
  frameworkDigest,
  frameworks,
} from './catalog';
import { aiActClasses, frameworkIds, hipaaStatuses } from './contract';
import { factDoubts } from './fact-triggers';
import { factModel, ownerRoles, questions } from './facts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('./_meta/control.schema.json', import.meta.url), 'utf8'),
);
const every = frameworkIds.flatMap((id) => controlsOf(id));

describe('control packs', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema as object);

  it.each(frameworks.map(({ id, controls }) => [id, controls] as const))(
    '%s validates against its JSON Schema and has %i controls',
    (id, controls) => {
      expect(validate(controlsOf(id)) ? [] : validate.errors).toEqual([]);
      expect(controlsOf(id)).toHaveLength(controls);
      expect(new Set(controlsOf(id).map((control) => control.framework))).toEqual(new Set([id]));
    },
  );

  it('has 282 controls with unique ids, each found by its id', () => {
    expect(every).toHaveLength(282);
    expect(new Set(every.map(({ id }) => id)).size).toBe(282);
    for (const control of every) expect(controlById(control.id)).toBe(control);
    expect(controlById('gdpr-art-0')).toBeUndefined();
    expect(controlsOf('constructor')).toEqual([]);
  });

  it('offers GDPR and HIPAA, each with the status of its law', () => {
    expect(frameworks.filter(({ offered }) => offered).map(({ id }) => id)).toEqual(['gdpr', 'hipaa']);
    for (const { law } of frameworks) expect(law.length).toBeGreaterThan(0);
  });

  it('names only known checks, evidence types, controls and roles', () => {
    for (const control of every) {
      for (const { check } of control.automation.checks)
        expect(checkById(check)?.used_by).toContain(control.id);
      for (const need of control.evidence_required.flatMap((group) => group.any_of)) {
        const { id: _id, satisfies, frameworks: _frameworks, ...type } = evidenceTypeById(need.type) ?? {};
        expect({ type: need.type, ...type }).toEqual(need);
        expect(satisfies).toContain(control.id);
      }
      for (const { id, framework } of control.maps_to) expect(controlById(id)?.framework).toBe(framework);
      for (const role of [control.owner_role, ...control.required_signoffs]) {
        expect(ownerRoles).toHaveProperty(role);
        expect(everyRole).toContain(role);
      }
    }
    for (const { controls } of crosswalk) for (const id of controls) expect(controlById(id)).toBeDefined();
  });

  it('waives no blocking legal duty', () => {
    const law = every.filter(
      (control) => control.severity === 'blocking' && control.binding_nature === 'law',
    );
    expect(law.filter((control) => control.waivable)).toEqual([]);
  });
});

describe('side tables', () => {
  it('holds 40 questions, 34 derived facts, 189 evidence types and 59 checks', () => {
    expect(questions.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(factModel.derived).toHaveLength(34);
    expect(evidenceTypes).toHaveLength(189);
    expect(checks).toHaveLength(59);
    expect(factModel.aiActClass.map(({ outcome }) => outcome)).toEqual(aiActClasses);
    expect(factModel.hipaaStatus.map(({ outcome }) => outcome)).toEqual(hipaaStatuses);
  });

  it('uses the words of its types', () => {
    const types = new Set(['bool', 'enum', 'multi', 'date']);
    for (const fact of [...questions, ...factModel.releaseFacts]) {
      expect(types).toContain(fact.type);
      expect(fact.options === null).toBe(fact.type === 'bool' || fact.type === 'date');
    }
    for (const { level } of factModel.consistency) expect(['error', 'warning']).toContain(level);
    for (const { outcome } of factModel.aiActClass) expect(aiActClasses).toContain(outcome);
  });
});

describe('frameworkDigest', () => {
  it('is the hash of the canonical bytes it is given', () => {
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const hex = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(frameworkDigest('gdpr', bytes, hex)).toBe(`sha256:${hex(bytes(controlsOf('gdpr')))}`);
  });
});

it('asks again only facts that there are, and dates of laws in their order', () => {
  const known = new Set(questions.map(({ id }) => id));
  const named = [...Object.values(factDoubts.triggers), ...factDoubts.lawDates].flatMap(({ facts }) => facts);
  expect(named.filter((fact) => !known.has(fact))).toEqual([]);
  const days = factDoubts.lawDates.map(({ from }) => from);
  expect(days).toEqual(days.toSorted());
});
