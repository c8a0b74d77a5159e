import { sql } from 'drizzle-orm';
import { triageAnswers } from '@/db/testing/triage-answers';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { judgedChecklist } from '@/server/checklists/queries/judged';
import { getCoverage, getCoverageTrend } from '@/server/coverage/queries/coverage';
import { listWeakSpots } from '@/server/coverage/queries/weak-spots';
import { frameworks } from '@/policies/frameworks/catalog';
import { createSystem } from '@/server/systems/commands';
import { noServer } from './database';
import { atMost, median, skipped } from './harness';
import { openPortal, type Portal } from './portal';

const systems = 500;
const changes = 20;
const rounds = 30;
const packs = frameworks.map(({ id }) => id);
const gaps = Array.from({ length: 20 }, (_, n) => ({
  controlId: `control-${n}`,
  status: 'open',
  blocks: true,
}));

/** Twenty recorded states of each system and framework, put in by the table's owner with the triggers off. */
async function seed({ db, as }: Portal): Promise<string> {
  const owner = as('ml_engineer');
  const { orgId } = owner.actor;
  const input = createSystem.input.parse({ name: 'judged', purpose: 'Sorts patients' });
  const { id: systemId } = await createSystem(owner, input);
  await db.transaction(async (tx) => {
    await tx.execute(sql.raw('set local session_replication_role = replica'));
    await tx.execute(sql`
      insert into countersign.systems (id, org_id, name, purpose, stage, owner_id, created_by)
      select 'sys_' || n, ${orgId}::text, 'system-' || n, 'A purpose', 'in_use', 'per_ml_engineer', 'per_ml_engineer'
      from generate_series(1, ${systems - 1}::int) n`);
    await tx.execute(sql`
      insert into countersign.coverage_records
        (id, org_id, system_id, framework, environment, pack, applicable, met, blocking, by_status, gaps, recorded_at)
      select 'cov_' || s.id || f || n, ${orgId}::text, s.id, f, 'production', 'sha256:' || md5(f), 40, 20 + n % 20, n % 5,
        '{"open": 20, "satisfied": 20}'::jsonb, ${JSON.stringify(gaps)}::jsonb, now() - make_interval(days => n)
      from countersign.systems s, unnest(string_to_array(${packs.join(',')}, ',')) f, generate_series(1, ${changes}::int) n`);
  });
  await db.execute(sql.raw('analyze countersign.coverage_records'));
  return systemId;
}

async function times(run: () => Promise<unknown>, among = rounds): Promise<{ p95: number; half: number }> {
  const all: number[] = [];
  for (let n = 0; n < among; n += 1) {
    const began = performance.now();
    await run();
    all.push(performance.now() - began);
  }
  all.sort((a, b) => a - b);
  return { p95: all[Math.floor(among * 0.95)] ?? Number.NaN, half: median(all) };
}

async function judging(portal: Portal, systemId: string): Promise<void> {
  const input = answerFacts.input.parse({ systemId, answers: triageAnswers, reason: 'as a clinic does' });
  await answerFacts(portal.as('privacy_officer'), input);
  const subject = {
    orgId: portal.as('viewer').actor.orgId,
    systemId,
    release: null,
    environment: '',
    stage: 'production' as const,
    frameworks: packs,
  };
  let controls = 0;
  const judge = async () => {
    await portal.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('countersign.org', ${subject.orgId}, true)`);
      await tx.execute(sql.raw('set local search_path = countersign'));
      controls = (await judgedChecklist(tx, subject, Date.now() * 1000)).checklist.controls.length;
    });
  };
  // The first ones of a process parse the expressions and are compiled; they are told apart, not left out.
  const cold = await times(judge, 3);
  const { p95, half } = await times(judge, 100);
  const figures = `worst of the first three ${cold.p95.toFixed(1)} ms, then median ${half.toFixed(1)} ms, p95`;
  const what = `checklist of ${controls} controls with its queries: ${figures}`;
  atMost('P21', what, p95, 50, 'ms');
}

async function measure(portal: Portal): Promise<void> {
  const systemId = await seed(portal);
  const officer = () => portal.as('compliance_officer');
  const reads: readonly [string, () => Promise<unknown>][] = [
    ['heat map and gaps', () => getCoverage(officer(), { limit: 100 })],
    ['whole table', () => getCoverage(officer(), { limit: 2000 })],
    ['trend of 90 days', () => getCoverageTrend(officer(), { days: 90 })],
    ['weak spots', () => listWeakSpots(officer(), {})],
  ];
  for (const [name, run] of reads) {
    const { p95, half } = await times(run);
    const what = `${systems} systems x ${packs.length} packs, ${name}: median ${half.toFixed(1)} ms, p95`;
    atMost('P21', what, p95, 1000, 'ms');
  }
  await judging(portal, systemId);
}

const portal = await openPortal('p21');
if (!portal) skipped('P21', noServer);
else await measure(portal).finally(portal.close);
