import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { listStudies } from '@/server/bias/queries/studies';
import { listRuns } from '@/server/evaluations/queries/runs';
import { listReleases } from '@/server/releases/queries/releases';
import { listInbox } from '@/server/signoff/queries/inbox';
import { startLoading } from '../identity/commands/demonstration';
import { triageNotes } from './rules/triage-notes';
import { load } from './jobs/load';
import { getProgress } from './queries';
import { applicants, isShortlisted, predictionsCsv } from './rules/screening';
import { triageAnswer } from './rules/triage';

describe('demonstration data', () => {
  it('is the same every time', () => {
    expect(predictionsCsv(applicants(400))).toBe(predictionsCsv(applicants(400)));
    expect(applicants(400).filter(isShortlisted).length).toBeGreaterThan(80);
    expect(applicants(400).some((one) => !isShortlisted(one))).toBe(true);
  });

  it('holds sixty notes; the rule table answers most of them as expected, not all', () => {
    const right = triageNotes.filter(({ note, expected }) => triageAnswer(note).level === expected);
    expect(triageNotes).toHaveLength(60);
    expect(right.length).toBeGreaterThan(45);
    expect(right.length).toBeLessThan(60);
  });
});

describe('loading', () => {
  it('fills the organisation through the real operations, once, and leaves a release to sign', async () => {
    const org = world();
    const administrator = await org.founded();
    const engineer = await org.member('ml_engineer');
    const officer = await org.member('compliance_officer');
    const privacy = await org.member('privacy_officer');
    const cast = {
      engineer: engineer.actor.personId ?? '',
      compliance: officer.actor.personId ?? '',
      privacy: privacy.actor.personId ?? '',
    };
    await startLoading(administrator, cast);
    await org.runJobs();
    const eventsBefore = (await org.events()).length;
    await load(org.job('demonstration.load'), cast);
    expect((await org.events()).length).toBeLessThanOrEqual(eventsBefore);

    expect(await org.trail()).toEqual(
      expect.arrayContaining(['demonstration.load-started', 'demonstration.step-finished']),
    );
    expect(await getProgress(administrator, {})).toMatchObject({ finished: true });
    const { items: found } = await listReleases(officer, { limit: 50 });
    expect(found.map(({ state }) => state).sort()).toEqual(['draft', 'submitted', 'submitted']);
    const [run] = (await listRuns(officer, { limit: 50 })).items;
    expect(run).toMatchObject({ state: 'finished', verdict: 'pass', caseCount: 60 });
    const [study] = (await listStudies(officer, { limit: 50 })).items;
    expect(study?.lastResult?.state).toBe('finished');
    const { items: waiting } = await listInbox(officer, {});
    expect(waiting.map(({ system, verdict }) => `${system} ${verdict}`).sort()).toEqual([
      'triage-assistant deny',
      'triage-training needs_signoff',
    ]);
    expect((await listInbox(engineer, {})).total).toBe(0);
    expect(JSON.stringify(await org.events())).not.toContain('crushing chest pain');
  }, 60_000);

  it('is not for others than the administrator', async () => {
    const org = world();
    const viewer = org.as('viewer');
    const id = `per_${randomUUID()}`;
    await expect(startLoading(viewer, { engineer: id, compliance: id, privacy: id })).rejects.toThrow();
  });
});
