import { describe, expect, it } from 'vitest';
import { triage } from '@/db/testing/hospital-triage';
import { world } from '@/db/testing/world';
import { planControls } from '@/server/checklists/commands/plan-controls';
import { createSystem } from '@/server/systems/commands';
import { recordCoverage, refreshCoverage } from './commands';
import { recordCoverageJob } from './jobs';
import { getCoverage, getCoverageTrend } from './queries/coverage';
import { listWeakSpots } from './queries/weak-spots';
import { daysUpTo, gapsOf, trendOf } from './rules/coverage';

const asked = { limit: 100 };
const look = (org: ReturnType<typeof world>) => recordCoverageJob.run(org.job(), { isAsked: true });

describe('the recorded coverage', () => {
  it('is what the checklists say, kept only when it changed, by system and framework', async () => {
    const clinic = await triage();
    const release = await clinic.release('1.0.0', 'first');
    await look(clinic.org);
    const officer = clinic.as('compliance_officer');
    const before = await getCoverage(officer, asked);
    expect(before.rows[0]?.cells.map(({ framework }) => framework)).toEqual(['gdpr', 'hipaa']);
    await clinic.answer();
    await look(clinic.org);
    const after = await getCoverage(officer, asked);
    const list = await clinic.checklist(release);
    for (const cell of after.rows[0]?.cells ?? []) {
      const tally = list.byFramework.find(({ framework }) => framework === cell.framework);
      expect(cell).toMatchObject({ applicable: tally?.applicable, blocking: tally?.blocking });
      expect(cell.share).toBeCloseTo(tally?.coverage ?? -1);
    }
    expect(after.gaps[0]).toMatchObject({ systems: 1, blocks: 1 });
    const trail = (await clinic.org.trail()).filter((type) => type === 'coverage.recorded');
    expect(trail).toHaveLength(2);
    await recordCoverageJob.run(clinic.org.job(), { isAsked: false });
    expect((await clinic.org.trail()).filter((type) => type === 'coverage.recorded')).toHaveLength(2);
    const trend = await getCoverageTrend(officer, { days: 2 });
    expect(trend).toHaveLength(2);
    expect(trend.at(-1)).toMatchObject({ applicable: after.applicable, met: after.met });
    expect(trend[0]?.share).toBeNull();
  });

  it('shows where it is weak, with the thing that mends it', async () => {
    const clinic = await triage();
    const release = await clinic.release('1.0.0', 'first');
    await look(clinic.org);
    const officer = clinic.as('compliance_officer');
    const codes = async () => (await listWeakSpots(officer, {})).spots.map(({ code }) => code);
    expect(await codes()).toEqual(expect.arrayContaining(['facts_open', 'controls_blocking']));
    await clinic.answer();
    const { systemId } = await clinic.checklist(release);
    const dueAt = new Date(Date.now() + 1500).toISOString();
    await planControls(officer, { systemId, controlIds: ['gdpr-art-35-dpia'], dueAt, reason: 'soon' });
    await new Promise((done) => setTimeout(done, 1600));
    await look(clinic.org);
    const { spots } = await listWeakSpots(officer, {});
    expect(spots.find(({ code }) => code === 'controls_late')).toMatchObject({
      count: 1,
      at: { kind: 'checklist', id: release.releaseId },
    });
    expect(spots.map(({ code }) => code)).not.toContain('facts_open');
    expect(spots.map(({ code }) => code)).not.toContain('facts_unconfirmed');
  });

  it('is recorded by the job alone, asked for by those who watch over controls, and stays at home', async () => {
    const org = world();
    const input = { name: `sys-${org.orgId}`, purpose: 'Sorts', stage: 'development' as const };
    await createSystem(org.as('ml_engineer'), input);
    await look(org);
    const empty = { upTo: '', systems: 0, records: [] };
    await expect(recordCoverage(org.as('administrator'), empty)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(refreshCoverage(org.as('viewer'), {})).rejects.toMatchObject({ code: 'forbidden' });
    expect(await refreshCoverage(org.as('compliance_officer'), {})).toEqual({ queued: true });
    expect((await org.trail()).at(-1)).toBe('coverage.requested');
    const alien = await getCoverage(world().as('compliance_officer'), asked);
    expect(alien.rows).toEqual([]);
    expect((await getCoverage(org.as('viewer'), asked)).systems).toBe(1);
  });
});

describe('the sums', () => {
  it('carry changes from day to day and leave out the time before the first', () => {
    const changes = [
      { day: '2026-11-02', applicable: 10, met: 4 },
      { day: '2026-11-03', applicable: 0, met: 2 },
    ];
    const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
    expect(trendOf(changes, days).map(({ share }) => share)).toEqual([null, 0.4, 0.6, 0.6]);
    expect(daysUpTo(Date.UTC(2026, 2, 1, 12) * 1000, 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  it('put the controls first that stop the most systems', () => {
    const gap = (controlId: string, blocks: boolean) => ({ controlId, blocks, status: 'open' });
    const of = (systemId: string, gaps: ReturnType<typeof gap>[]) => ({ systemId, framework: 'gdpr', gaps });
    const all = [of('a', [gap('x', false), gap('y', true)]), of('b', [gap('x', false)])];
    expect(gapsOf(all).map(({ controlId, systems }) => [controlId, systems])).toEqual([
      ['y', 1],
      ['x', 2],
    ]);
  });
});
