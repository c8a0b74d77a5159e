import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { controlsOf, evidenceTypeById, frameworks } from '@/policies/frameworks/catalog';
import { frameworkIds } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import scenarioFile from '@/policies/frameworks/_meta/scenarios.json';
import { checklistOf } from '@/server/checklists/rules/checklist';
import { factBase } from '@/server/checklists/rules/derive';
import { uuidOf } from './name-uuid';
import { catalogOf } from './oscal-catalog';
import type { OscalCase, OscalDocument, OscalMaker } from './oscal-document';
import { oscalPackage } from './oscal-package';

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest();
const schema = JSON.parse(
  readFileSync(new URL('../../../e2e/fixtures/oscal-1.1.3-schema.json', import.meta.url), 'utf8'),
) as object;
const validate = compiled();

/** NIST's schema uses classes of Unicode letters, which JavaScript has with its `u` flag, as ajv compiles. */
function compiled(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
const problemsOf = (document: unknown) => (validate(document) ? [] : (validate.errors ?? []));

const maker: OscalMaker = {
  uuid: (name) => uuidOf(name, sha1),
  organisation: { id: 'org_1', name: 'An Organisation' },
  madeAt: '2026-11-23T10:00:00.000Z',
};
const packs = frameworkIds.map((id) => ({
  id,
  title: id,
  version: '1',
  digest: `sha256:${id}`,
  controls: controlsOf(id),
}));
const nowUs = Date.UTC(2026, 10, 23) * 1000;
const given = {
  id: 'evd_1',
  type: 'rec.ropa',
  title: 'Record of\nprocessing ',
  sha256: 'a'.repeat(64),
  mediaType: 'application/pdf',
};
const digest = `sha256:${'b'.repeat(64)}`;

const finding = {
  id: 'fnd_1',
  title: 'Doses\nare left out',
  description: '',
  severity: 'high',
  state: 'open',
  isOverdue: true,
  dueAt: '2026-11-01T00:00:00.000Z',
  acceptedUntil: null,
  remediation: null,
  resolution: null,
  owner: { id: 'per_1', name: 'An Owner' },
} as const;
const findings: OscalCase['findings'] = [
  finding,
  { ...finding, id: 'fnd_2', state: 'remediated', isOverdue: false, dueAt: null, remediation: 'Prompt 4' },
  {
    ...finding,
    id: 'fnd_3',
    state: 'accepted',
    resolution: 'Rare',
    acceptedUntil: '2027-01-01T00:00:00.000Z',
  },
];

function caseOf(answers: Record<string, unknown>, released = true): OscalCase {
  const facts = factBase(factModel, answers);
  const { controls } = checklistOf({
    model: factModel,
    controls: packs.flatMap((pack) => pack.controls),
    facts,
    stage: 'production',
    nowUs,
    subject: { releaseDigest: digest, systemId: 'sys_1', environment: 'live', orgId: 'org_1', vendorIds: [] },
    changes: {},
    askedOf: () => '',
    evidence: [
      {
        ...given,
        binding: { kind: 'system', id: 'sys_1' },
        givenAtUs: nowUs - 1,
        validUntilUs: null,
        state: 'valid',
      },
    ],
    assessments: [],
    typeOf: evidenceTypeById,
    resultOf: ({ check }) => ({
      verdict: check.startsWith('eval') ? 'fail' : check.startsWith('scan') ? 'needs_connector' : 'pass',
      note: '',
      inputs: [],
      evidenceRef: null,
      atUs: null,
    }),
    signOffs: [],
    enforceEarly: false,
  });
  const signoff = {
    id: 'evt_1',
    personId: 'per_2',
    name: 'An Officer',
    role: 'compliance_officer',
    meaning: 'approved',
    reason: 'Read it all',
    signedAt: maker.madeAt,
    digest,
    voidedBecause: null,
  };
  return {
    maker,
    system: {
      id: 'sys_1',
      name: 'triage',
      purpose: 'Sorts\n patients ',
      stage: 'in_use',
      owner: { id: 'per_1', name: 'An Owner' },
    },
    release: released
      ? { id: 'rel_1', version: '1.0.0', digest, frozenAt: '2026-11-22T10:00:00.000Z', decision: 'deny' }
      : null,
    environment: released ? 'live' : '',
    answers: answers as OscalCase['answers'],
    aiActClass: 'high',
    hipaaStatus: null,
    parts: [{ kind: 'model', name: 'm', version: null, digest: `sha256:${'c'.repeat(64)}` }],
    packs,
    states: controls,
    evidence: [{ ...given, href: 'https://example.org/e', givenAt: maker.madeAt, validUntil: null }],
    signoffs: released ? [signoff] : [],
    findings,
  };
}

/** Every value of a member of this name, anywhere in a document. */
function valuesOf(document: unknown, name: string): unknown[] {
  if (Array.isArray(document)) return document.flatMap((one) => valuesOf(one, name));
  if (document === null || typeof document !== 'object') return [];
  return Object.entries(document).flatMap(([key, value]) => [
    ...(key === name ? [value] : []),
    ...valuesOf(value, name),
  ]);
}

const scenarios = Object.entries(
  scenarioFile as unknown as Readonly<Record<string, { readonly answers: Record<string, unknown> }>>,
);

describe('OSCAL documents', () => {
  it.each(frameworks.map(({ id, title }) => [id, title]))('the catalog of %s is valid', (id, title) => {
    const document = catalogOf(maker, { id, title, version: '2026-08-05', digest, controls: controlsOf(id) });
    expect(problemsOf(document)).toEqual([]);
    expect(valuesOf(document, 'controls').flat()).toHaveLength(controlsOf(id).length);
  });

  it.each(scenarios)('of a release and of a system are valid and resolve: %s', (_, { answers }) => {
    for (const files of [oscalPackage(caseOf(answers)), oscalPackage(caseOf(answers, false))]) {
      // Catalogs are the same in each scenario; they have a test of their own.
      const others = files.filter(({ model }) => model !== 'catalog');
      for (const { path, document } of others) expect([path, problemsOf(document)]).toEqual([path, []]);
      assertResolved(files.map(({ document }) => document));
    }
  });

  it('have stable identifiers, and say what NIST has no member for in properties of ours', () => {
    const [one, two] = [oscalPackage(caseOf({})), oscalPackage(caseOf({}))];
    expect(one).toEqual(two);
    expect(new Set(one.map(({ model }) => model)).size).toBe(7);
    expect(uuidOf('x', sha1)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('plan for every finding that is not closed, also where every control is', () => {
    const about = caseOf({});
    const states = about.states.map((state) => ({ ...state, status: 'satisfied' as const }));
    const planIn = (of: OscalCase) =>
      oscalPackage(of).find(({ model }) => model === 'plan-of-action-and-milestones')?.document;
    const plan = planIn({ ...about, states });
    expect(problemsOf(plan)).toEqual([]);
    expect(planIn({ ...about, states, findings: [] })).toBeUndefined();
    expect(plan).toMatchObject({
      'plan-of-action-and-milestones': {
        risks: [
          {
            title: 'Doses are left out',
            status: 'open',
            deadline: finding.dueAt,
            remediations: [
              {
                lifecycle: 'planned',
                tasks: [{ type: 'milestone', timing: { 'on-date': { date: finding.dueAt } } }],
              },
            ],
          },
          {
            status: 'remediating',
            remediations: [{ lifecycle: 'completed', description: 'Prompt 4', tasks: [{ type: 'action' }] }],
          },
          { status: 'deviation-approved', statement: 'Rare', deadline: '2027-01-01T00:00:00.000Z' },
        ],
        'poam-items': [{ description: 'Doses\nare left out' }, {}, {}],
      },
    });
  });

  it('that NIST would refuse are refused by the same schema', () => {
    const [first] = oscalPackage(caseOf({}));
    const wrong = structuredClone(first?.document) as { catalog: { metadata: { version?: string } } };
    delete wrong.catalog.metadata.version;
    expect(problemsOf(wrong)).not.toEqual([]);
    const about = caseOf({});
    expect(() => oscalPackage({ ...about, states: [] })).toThrow(/No control applies/);
  });
});

/** What the schema does not see: identifiers are unique in a document and every reference leads somewhere. */
function assertResolved(documents: readonly OscalDocument[]): void {
  const controls = new Set(documents.filter((one) => 'catalog' in one).flatMap((one) => valuesOf(one, 'id')));
  const uuids = new Set(documents.flatMap((one) => valuesOf(one, 'uuid')));
  for (const document of documents) {
    const own = valuesOf(document, 'uuid');
    expect(new Set(own).size).toBe(own.length);
    const ids = ['control-id', 'target-id'].flatMap((name) => valuesOf(document, name));
    const named = [...ids, ...valuesOf(document, 'with-ids').flat()];
    expect(named.filter((id) => !controls.has(id))).toEqual([]);
    const references = ['observation-uuid', 'risk-uuid', 'subject-uuid', 'component-uuid', 'activity-uuid'];
    const pointed = references.flatMap((name) => valuesOf(document, name));
    expect(pointed.filter((uuid) => !uuids.has(uuid))).toEqual([]);
    const parties = new Set(
      valuesOf(document, 'parties')
        .flat()
        .flatMap((party) => valuesOf(party, 'uuid')),
    );
    expect(
      valuesOf(document, 'party-uuids')
        .flat()
        .filter((uuid) => !parties.has(uuid)),
    ).toEqual([]);
    const roles = new Set(
      valuesOf(document, 'roles')
        .flat()
        .flatMap((role) => valuesOf(role, 'id')),
    );
    expect([...valuesOf(document, 'role-id')].filter((id) => !roles.has(id))).toEqual([]);
  }
}
