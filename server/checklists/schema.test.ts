import { describe, expect, it } from 'vitest';
import { evidenceTypes } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import { AddEvidence, AnswerFacts, AssessControl, FactAnswers } from './schema';

const messages = (result: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) =>
  result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('fact answers', () => {
  it('takes the 40 questions and the date of first placing, each with null to withdraw', () => {
    const nulls = Object.fromEntries(
      [...factModel.questions.map(({ id }) => id), 'first_placed_on_market'].map((id) => [id, null]),
    );
    expect(FactAnswers.parse(nulls)).toEqual(nulls);
    expect(Object.keys(nulls)).toHaveLength(41);
  });

  it.each([
    [{ phi: 'unknown', org_nature: 'unknown', gdpr_roles: [], first_placed_on_market: '2026-08-02' }, []],
    [{ phi: 'yes' }, ['phi: ']],
    [{ org_nature: 'charity' }, ['org_nature: ']],
    [{ gdpr_roles: ['processor', 'processor'] }, ['gdpr_roles: must not name the same value twice']],
    [{ gdpr_roles: ['unknown'] }, ['gdpr_roles.0: ']],
    [{ first_placed_on_market: '2026-02-30' }, ['first_placed_on_market: ']],
    [{ shoe_size: 43 }, [': Unrecognized key: "shoe_size"']],
    [{ release_environment: 'production' }, [': Unrecognized key: "release_environment"']],
    [{ gdpr_applies: true }, [': Unrecognized key: "gdpr_applies"']],
  ])('%j', (answers, expected) => {
    const found = messages(FactAnswers.safeParse(answers));
    expect(found).toHaveLength(expected.length);
    expected.forEach((start, index) => expect(found[index]).toContain(start));
  });

  it('needs one answer and a reason', () => {
    const found = messages(AnswerFacts.safeParse({ systemId: 'sys_1', answers: {}, reason: ' ' }));
    expect(found).toEqual([
      'reason: must not be empty',
      'answers: must hold at least one answer, unless `confirm` names one',
    ]);
  });
});

describe('evidence', () => {
  const given = {
    type: 'doc.dpia',
    title: 'DPIA of the triage assistant',
    binding: { kind: 'system', id: 'sys_1' },
    content: { as: 'link', url: 'https://example.org/dpia.pdf', sha256: 'a'.repeat(64) },
  };

  it('takes every type that a person can hand in, and none that the portal makes', () => {
    for (const { id, kind } of evidenceTypes) {
      const fits = AddEvidence.safeParse({ ...given, type: id }).success;
      expect(fits).toBe(kind !== 'automated_check' && kind !== 'sign_off');
    }
  });

  it.each([
    [{ validDays: 0 }, 'validDays'],
    [{ title: 'a\u0000b' }, 'title'],
    [{ binding: { kind: 'planet', id: 'x' } }, 'binding.kind'],
    [{ content: { as: 'link', url: 'javascript:alert(1)' } }, 'content.url'],
    [{ content: { as: 'link', url: 'https://example.org', sha256: 'A'.repeat(64) } }, 'content.sha256'],
    [{ content: { as: 'file', sha256: 'a'.repeat(64), name: 'x' } }, 'content.as'],
    [{ content: { as: 'fax' } }, 'content.as'],
  ])('refuses %j', (change, field) => {
    const found = AddEvidence.safeParse({ ...given, ...change });
    expect(found.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});

it('an assessment names a control, a disposition and a role', () => {
  const found = AssessControl.safeParse({
    controlId: 'GDPR',
    binding: { kind: 'system', id: 'sys_1' },
    disposition: 'fine',
    role: 'Owner!',
    reason: 'because',
    evidenceIds: ['evd_1', 'evd_1'],
  });
  expect(found.error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
    'controlId',
    'disposition',
    'evidenceIds',
    'role',
  ]);
});
