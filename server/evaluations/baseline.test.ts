import { describe, expect, it } from 'vitest';
import { uploadCases } from '@/db/testing/with-labels';
import { world } from '@/db/testing/world';
import { askGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { setPolicy } from '@/server/gates/commands/policies';
import { SetPolicy } from '@/server/gates/schema/inputs';
import { firstPolicy } from '@/server/gates/schema/policy';
import type { Ctx } from '@/server/kernel/context';
import { addPromptVersion, createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { commitSignoff } from '@/server/signoff/commands/commit-signoff';
import { prepareSignoff } from '@/server/signoff/commands/prepare-signoff';
import { createSystem } from '@/server/systems/commands';
import { exportResults } from './commands/export-results';
import { receiveRecorded } from './commands/receive-recorded';
import { startRecordedRun } from './commands/runs';
import { addSuiteVersion, createSuite } from './commands/suites';
import { getRun } from './queries/runs';

const environment = 'production';
const n = 200;
const fileOf = (prompt: number, { dataset = 1, firstRelease = '' } = {}) => `
name: smoke
dataset: triage@${dataset}
prompt: nurse@${prompt}
evaluators:
  - { id: text.equals, as: right, params: { value: "{{expected}}" } }
thresholds:
  - { measure: right, min: 0.5 }
  - { measure: right, maxDrop: 0.05 }
baseline: { system: triage, environment: production${firstRelease} }
`;
const nothing = { modelVersionIds: [], datasetVersionIds: [], studyIds: [], frameworks: [], config: {} };
const cases = Array.from({ length: n }, (_, at) => ({ id: `c${at}`, input: 'q', expected: 'yes' }));
const asLines = (rows: readonly object[]) => rows.map((one) => JSON.stringify(one)).join('\n');

async function triage() {
  const org = world();
  const [engineer, officer] = [await org.member('ml_engineer'), await org.member('compliance_officer')];
  await foundEnvironments(org.job(), {});
  const systemId = (await createSystem(engineer, { name: 'triage', purpose: 'Sorts', stage: 'development' }))
    .id;
  await uploadCases(engineer, 'triage', cases);
  const content = (words: string) => ({ template: `${words} {{input}}`, parameters: {} });
  const prompt = await createPrompt(engineer, { name: 'nurse', content: content('Sort') });
  const second = await addPromptVersion(engineer, { promptId: prompt.id, ...content('Please sort') });
  const promptVersions = [prompt.latest?.id ?? '', second.id];

  /** Runs over recorded outputs of which the first `wrong` are wrong; `broken` cases have none. */
  const run = async (suiteVersionId: string, wrong: number, broken = 0) => {
    const rows = cases
      .slice(broken)
      .map(({ id }, at) => ({ id, output: at + broken < wrong ? 'no' : 'yes' }));
    const bytes = new Blob([asLines(rows)]).stream();
    const upload = { parameters: { suiteVersionId }, contentType: 'application/jsonl', bytes };
    const { id: runId } = await startRecordedRun(engineer, await receiveRecorded(engineer, upload));
    await org.runJobs();
    return getRun(engineer, { runId });
  };
  const release = async (version: string, suiteVersionId: string, promptVersion: number) => {
    const held = {
      suiteVersionIds: [suiteVersionId],
      promptVersionIds: [promptVersions[promptVersion - 1] ?? ''],
    };
    const { id: releaseId } = await createRelease(engineer, {
      ...nothing,
      ...held,
      ...{ systemId, version, summary: 'New' },
    });
    await freezeRelease(engineer, { releaseId });
    const { digest } = await submitRelease(engineer, { releaseId });
    return { releaseId, digest: digest ?? '' };
  };
  return { org, engineer, officer, run, release };
}

async function approve(officer: Ctx, release: { releaseId: string; digest: string }) {
  const about = { ...release, environment, role: 'compliance_officer', meaning: 'approved' } as const;
  const { nonce } = await prepareSignoff(officer, { ...about, reason: 'Looked at everything' });
  const authTime = Math.floor(Date.now() / 1000) + 1;
  const session = { id: 'ses_again', method: 'password', authTime } as const;
  return commitSignoff({ ...officer, actor: { ...officer.actor, session } }, { nonce });
}

describe('thresholds against the approved baseline', () => {
  it('has no baseline before the first approval, and says what that means', async () => {
    const { engineer, run } = await triage();
    const suite = await createSuite(engineer, { text: fileOf(1) });
    const blocked = await run(suite.latest?.id ?? '', 0);
    expect(blocked).toMatchObject({
      verdict: 'not_enough_evidence',
      baseline: { release: null, run: null, reason: 'no release of triage is approved in production' },
    });
    expect(blocked.summary?.reasons.join()).toContain('no release of triage is approved in production');
    const text = fileOf(1, { firstRelease: ', firstRelease: skip' });
    const skipping = await addSuiteVersion(engineer, { suiteId: suite.id, text });
    expect(skipping.yaml).toContain('firstRelease: skip');
    const passed = await run(skipping.id, 0);
    expect(passed).toMatchObject({ verdict: 'pass' });
    expect(passed.summary?.measures).toMatchObject([
      { verdict: 'pass' },
      { threshold: { maxDrop: 0.05 }, verdict: null, note: expect.stringContaining('not judged') },
    ]);
  });

  it('judges each case against the run of the approved release, whatever was run later', async () => {
    const { org, engineer, officer, run, release } = await triage();
    const text = fileOf(1, { firstRelease: ', firstRelease: skip' });
    const suite = await createSuite(engineer, { text });
    const firstVersion = suite.latest?.id ?? '';
    const approvedRun = await run(firstVersion, 20);
    const first = await release('1.0.0', firstVersion, 1);
    await approve(officer, first);
    await run(firstVersion, 180); // a worse run of the approved release does not become the baseline
    const second = await addSuiteVersion(engineer, { suiteId: suite.id, text: fileOf(2) });
    const same = await run(second.id, 20);
    expect(same.baseline).toMatchObject({
      release: { id: first.releaseId, version: '1.0.0', digest: first.digest },
      run: { id: approvedRun.id, resultDigest: approvedRun.resultDigest },
    });
    expect(same).toMatchObject({ verdict: 'pass' });
    expect(same.summary?.baseline).toMatchObject({ paired: n, total: n, digest: approvedRun.resultDigest });
    const worse = await run(second.id, 60);
    expect(worse.verdict).toBe('fail');
    expect(worse.summary?.measures[1]).toMatchObject({
      verdict: 'fail',
      change: { baseline: 0.9, difference: -0.2, n, high: expect.any(Number) },
    });
    expect((await run(second.id, 26)).verdict).toBe('not_enough_evidence');
    const missing = await run(second.id, 20, 1);
    expect(missing.verdict).toBe('not_enough_evidence');
    expect(missing.summary?.reasons.join()).toContain('1 case without a result in the candidate');
    const junit: string[] = [];
    const { lines } = await exportResults(engineer, { runId: worse.id, format: 'junit' });
    for await (const part of lines) junit.push(part);
    expect(junit.join('')).toContain('name="right maxDrop 0.05"><failure message="fails:');
    expect(await org.trail()).toContain('run.started');
  });

  it('tells the gate which threshold decided, and refuses what it cannot find', async () => {
    const { engineer, officer, run, release } = await triage();
    const text = fileOf(1, { firstRelease: ', firstRelease: skip' });
    const suite = await createSuite(engineer, { text });
    await run(suite.latest?.id ?? '', 0);
    await approve(officer, await release('1.0.0', suite.latest?.id ?? '', 1));
    const second = await addSuiteVersion(engineer, { suiteId: suite.id, text: fileOf(2) });
    await run(second.id, 60);
    const { digest } = await release('2.0.0', second.id, 2);
    const { schema: _, environment: __, ...rest } = firstPolicy;
    const require = { suites: ['smoke'], studies: [], frameworks: [] };
    await setPolicy(officer, SetPolicy.parse({ environment, basedOn: 1, policy: { ...rest, require } }));
    const subject = { release_digest: digest };
    const { reasons } = await askGate(engineer, {
      environment,
      subject,
      context: {},
      dry_run: true,
      wait_s: 0,
    });
    expect(reasons.find(({ code }) => code === 'EVAL_FAILED')?.message).toMatch(
      /^Suite "smoke" failed\. right: .*change -0\.3 with one-sided 95 % bounds .* a loss beyond the margin of 0\.05\.$/,
    );
    const add = (changed: string) => addSuiteVersion(engineer, { suiteId: suite.id, text: changed });
    await expect(add(fileOf(2).replace('system: triage', 'system: other'))).rejects.toMatchObject({
      message: 'baseline.system other does not exist',
    });
    await expect(
      add(fileOf(2).replace('environment: production', 'environment: moon')),
    ).rejects.toMatchObject({
      message: 'baseline.environment moon does not exist',
    });
  });
});
