import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { db, world } from '@/db/testing/world';
import { openIncident } from '@/server/findings/commands/incidents';
import { OpenIncident } from '@/server/findings/schema/incidents';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { createSystem, editSystem } from '@/server/systems/commands';
import { getMyTasks } from '@/server/tasks/queries/tasks';
import { answerFacts } from './commands/answer-facts';
import { askFacts } from './commands/ask-facts';
import { confirmFacts } from './commands/confirm-facts';
import { getSystemChecklist } from './queries/checklists';
import { getFacts } from './queries/system-facts';

const reason = 'asked the clinic';
const answers = { profiling: true, decision_role: 'assists_human', phi: false };

async function answered() {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: systemId } = await createSystem(engineer, {
    name: `sys-${randomUUID()}`,
    purpose: 'Sorts arriving patients',
    stage: 'development',
  });
  const dpo = org.as('dpo');
  await answerFacts(dpo, { systemId, answers, reason });
  return { org, engineer, dpo, systemId };
}

/** With a changed purpose, which makes two of the three answers doubtful. */
async function doubtful() {
  const made = await answered();
  await editSystem(made.engineer, { systemId: made.systemId, purpose: 'Decides who is seen first' });
  await made.org.runJobs();
  return made;
}

/** Moves what is asked again, or when answers were given, into the past. */
const longAgo = (systemId: string, days: number) =>
  db.transaction(async (tx) => {
    await tx.execute(sql.raw('set local session_replication_role = replica'));
    await tx.execute(
      sql`update countersign.facts_to_confirm set counts_until = counts_until - make_interval(days => ${days}) where system_id = ${systemId}`,
    );
    await tx.execute(
      sql`update countersign.facts set at = at - make_interval(days => ${days}) where system_id = ${systemId}`,
    );
  });
const askedOf = async (made: Awaited<ReturnType<typeof answered>>) =>
  (await getFacts(made.dpo, { systemId: made.systemId })).toConfirm;

describe('answers that something made doubtful', () => {
  it('are asked again when the purpose changes, and still count', async () => {
    const made = await doubtful();
    const { toConfirm, classification, answers: known } = await getFacts(made.dpo, made);
    expect(toConfirm.map(({ fact }) => fact)).toEqual(['decision_role', 'profiling']);
    expect(toConfirm[0]).toMatchObject({ trigger: 'purpose', why: 'The purpose changed', counts: true });
    expect(known).toEqual(answers);
    expect(classification.derived.some(({ value }) => value !== null)).toBe(true);
    expect((await made.org.events()).at(-1)).toMatchObject({ type: 'facts.to-confirm' });
    await made.org.runJobs();
    await expect(askFacts(made.org.job(), made)).rejects.toMatchObject({ code: 'precondition' });
  });

  it('are asked again after an incident and when a release changes its prompts, not by the first release', async () => {
    const made = await answered();
    const { engineer, systemId, org } = made;
    const release = async (version: string, template: string) => {
      const content = { template, parameters: {} };
      const { latest } = await createPrompt(engineer, { name: `p-${randomUUID()}`, content });
      const none = {
        modelVersionIds: [],
        datasetVersionIds: [],
        suiteVersionIds: [],
        studyIds: [],
        config: {},
      };
      const parts = { ...none, promptVersionIds: [latest?.id ?? ''], frameworks: ['gdpr'] };
      const { id: releaseId } = await createRelease(engineer, { ...parts, systemId, version, summary: 'x' });
      await freezeRelease(engineer, { releaseId });
      await org.runJobs();
      return releaseId;
    };
    await release('1.0.0', 'Sort {{note}}');
    expect(await askedOf(made)).toEqual([]);
    const second = await release('1.1.0', 'Sort {{note}} now');
    expect(await askedOf(made)).toMatchObject([
      { fact: 'decision_role', trigger: 'prompt_version', about: `release/${second}` },
    ]);
    const incident = OpenIncident.parse({ systemId, title: 'Leak', severity: 'high', circumstances: {} });
    await answerFacts(made.dpo, { systemId, answers: { sensitive_data: [] }, reason });
    await openIncident(org.as('compliance_officer'), incident);
    await org.runJobs();
    expect((await askedOf(made)).map(({ fact, why }) => [fact, why])).toContainEqual([
      'sensitive_data',
      'An incident: Leak',
    ]);
  });

  it('are asked again a year after they were given, by the round', async () => {
    const made = await answered();
    await longAgo(made.systemId, 400);
    const { askFactsJob } = await import('./jobs');
    await askFactsJob.run(made.org.job(), {});
    const asked = await askedOf(made);
    expect(asked.map(({ trigger }) => trigger)).toContain('year');
    expect(new Set(asked.map(({ fact }) => fact)).size).toBe(3);
    await askFactsJob.run(made.org.job(), {});
    expect(await askedOf(made)).toEqual(asked);
  });

  it('no longer count once their time has passed, until one act confirms or changes them', async () => {
    const made = await doubtful();
    const { dpo, systemId } = made;
    await longAgo(systemId, 31);
    const lapsed = await getFacts(dpo, { systemId });
    expect(lapsed.toConfirm).toMatchObject([{ counts: false }, { counts: false }]);
    expect(lapsed.answers).toEqual(answers);
    expect(lapsed.questionnaire.progress.answered).toBe(1);
    const checklist = await getSystemChecklist(dpo, { systemId });
    expect(JSON.stringify(checklist)).toContain('profiling');
    const change = { systemId, answers: { decision_role: 'none' }, confirm: ['profiling'], reason };
    expect(await answerFacts(dpo, change)).toMatchObject({
      changed: ['decision_role'],
      confirmed: ['profiling'],
    });
    const healed = await getFacts(dpo, { systemId });
    expect(healed.toConfirm).toEqual([]);
    expect(healed.questionnaire.progress.answered).toBe(3);
    expect(healed.answered.find(({ fact }) => fact === 'profiling')).toMatchObject({
      confirmedBy: dpo.actor.personId,
    });
    expect((await made.org.events()).at(-1)).toMatchObject({ type: 'facts.answered', reason });
  });

  it('are all confirmed with the classes that follow from them', async () => {
    const made = await doubtful();
    await confirmFacts(made.dpo, { systemId: made.systemId, reason });
    expect(await askedOf(made)).toEqual([]);
    await made.org.runJobs();
    expect(await askedOf(made)).toEqual([]);
  });

  it('are a task of the owner of the system', async () => {
    const made = await doubtful();
    const { tasks } = await getMyTasks(made.engineer, {});
    expect(tasks).toMatchObject([
      { kind: 'facts_to_confirm', place: `facts/${made.systemId}`, part: made.systemId },
    ]);
    expect((await getMyTasks(made.dpo, {})).tasks).toEqual([]);
  });

  it('are confirmed by nobody who may not answer, nowhere else, and only where there is an answer', async () => {
    const made = await doubtful();
    const { systemId, org, dpo } = made;
    const confirm = { systemId, answers: {}, confirm: ['profiling'], reason };
    await expect(answerFacts(org.as('auditor'), confirm)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(answerFacts(world().as('dpo'), confirm)).rejects.toMatchObject({ code: 'not_found' });
    await expect(answerFacts(dpo, { ...confirm, confirm: ['workplace_use'] })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(askFacts(dpo, { systemId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(askFacts(world().job(), { systemId })).rejects.toMatchObject({ code: 'not_found' });
  });
});
