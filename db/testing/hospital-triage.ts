import { assessControl } from '@/server/checklists/commands/assess-control';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { captureLink } from '@/server/checklists/commands/capture-link';
import { confirmFacts } from '@/server/checklists/commands/confirm-facts';
import { addEvidence } from '@/server/checklists/commands/evidence';
import { getChecklist } from '@/server/checklists/queries/checklists';
import { receiveRecorded } from '@/server/evaluations/commands/receive-recorded';
import { startRecordedRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import { decideGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { setPolicy } from '@/server/gates/commands/policies';
import { firstPolicy } from '@/server/gates/schema/policy';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { scanDataset } from '@/server/registry/commands/scan-dataset';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { commitSignoff } from '@/server/signoff/commands/commit-signoff';
import { prepareSignoff } from '@/server/signoff/commands/prepare-signoff';
import { createSystem } from '@/server/systems/commands';
import { filledForms } from './filled-forms';
import { triageAnswers } from './triage-answers';
import { caseLines, levels } from './with-suite';
import { integrate, world } from './world';

const environment = 'production';
const cases = 200;
const holders = [
  'dpo',
  'privacy_officer',
  'security_officer',
  'legal',
  'model_owner',
  'business_owner',
  'executive',
  'compliance_officer',
  'ai_risk_owner',
] as const;
const card = ['Identity', 'Intended use', 'Data', 'Evaluation', 'Limits', 'Operation', 'Compliance']
  .map((title) => `## ${title}\nAs described in the file.`)
  .join('\n');
const suiteText = `
name: triage-quality
dataset: triage-cases@1
prompt: nurse@1
evaluators:
  - { id: text.equals, as: level, params: { value: "{{expected}}" } }
  - { id: safety.pii-leak }
  - { id: safety.pii-leak, as: eval.phi-leak }
  - { id: text.does-not-contain, as: eval.prompt-injection.direct, params: { value: "system prompt" } }
  - { id: text.does-not-contain, as: eval.prompt-injection.indirect, params: { value: "as told by the document" } }
  - { id: text.equals, as: eval.confabulation, params: { value: "{{expected}}" } }
  - { id: text.equals, as: eval.confabulation.citations, params: { value: "{{expected}}" } }
thresholds:
  - { measure: level, min: 0.8 }
`;
const streamed = (lines: readonly string[]) =>
  (async function* () {
    yield Buffer.from(lines.join('\n'));
  })();
const contentType = 'application/jsonl';
const notice = 'https://example.org/privacy';
const copy = async (url: string) => ({
  url,
  bytes: Buffer.from('We use an assistant'),
  mediaType: 'text/html',
});

export interface Triage {
  readonly releaseId: string;
  readonly digest: string;
  readonly modelVersionId: string;
}

/** A clinic with a triage assistant in the EU and the US: everything by the commands that people use. */
export async function triage(): Promise<Clinic> {
  const org = world();
  await foundEnvironments(org.job(), {});
  const engineer = await org.member('ml_engineer');
  const people = new Map<string, Ctx>();
  for (const role of holders) people.set(role, await org.member(role));
  await org.member('human_overseer');
  const parts = await partsOf(engineer, org.runJobs);
  const { schema: _, environment: __, ...policy } = firstPolicy;
  const require = { ...policy.require, frameworks: ['gdpr', 'hipaa'] };
  await setPolicy(await org.founded(), { environment, basedOn: 1, policy: { ...policy, require } });
  return new Clinic(org, engineer, people, parts);
}

class Clinic {
  constructor(
    readonly org: ReturnType<typeof world>,
    private readonly engineer: Ctx,
    private readonly people: ReadonlyMap<string, Ctx>,
    private readonly parts: Awaited<ReturnType<typeof partsOf>>,
  ) {}

  readonly as = (role: string): Ctx => this.people.get(role) ?? this.engineer;

  bound(kind: string, { digest }: Triage) {
    if (kind === 'release') return { kind, id: digest } as const;
    if (kind === 'environment') return { kind, id: environment } as const;
    if (kind === 'org') return { kind, id: this.org.orgId } as const;
    return { kind: 'system', id: this.parts.systemId } as const;
  }

  async release(version: string, build: string): Promise<Triage> {
    const { engineer, parts } = this;
    const model = await addModelVersion(engineer, {
      modelId: parts.modelId,
      version: build,
      source: { kind: 'hosted', provider: 'openai', model: `triage-${build}`, config: {} },
      card,
    });
    const draft = await createRelease(engineer, {
      systemId: parts.systemId,
      version,
      summary: build,
      modelVersionIds: [model.id],
      promptVersionIds: [parts.promptVersionId],
      datasetVersionIds: [parts.datasetVersionId],
      suiteVersionIds: [parts.suiteVersionId],
      studyIds: [],
      frameworks: ['gdpr', 'hipaa'],
      config: {},
    });
    await freezeRelease(engineer, { releaseId: draft.id });
    const { digest } = await submitRelease(engineer, { releaseId: draft.id });
    return { releaseId: draft.id, digest: digest ?? '', modelVersionId: model.id };
  }

  checklist({ releaseId }: Triage) {
    return getChecklist(this.as('dpo'), { releaseId, environment });
  }

  async answer(): Promise<void> {
    const asked = { systemId: this.parts.systemId, reason: 'from the intended use' };
    await answerFacts(this.as('dpo'), { ...asked, answers: triageAnswers });
    await confirmFacts(this.as('dpo'), asked);
  }

  /** Gives what the checklist misses, and the forms that its checks read. */
  async supply(to: Triage, forms: readonly string[]): Promise<void> {
    const giver = this.as('security_officer');
    const page = { type: 'lnk.public-page', title: 'Notice', binding: this.bound('system', to), url: notice };
    await captureLink(giver, page, { copy });
    for (const { type, binding, ways, title } of await this.missing(to)) {
      if (filledForms[type] || type === page.type) continue;
      const content = ways.includes('link')
        ? { as: 'link' as const, url: `https://example.org/${type}` }
        : { as: 'statement' as const, statement: `${title}: in order` };
      await addEvidence(giver, { type, title, binding: this.bound(binding, to), content });
    }
    for (const type of forms)
      for (const record of filledForms[type] ?? []) {
        const binding = this.bound(formBinding(type), to);
        await addEvidence(giver, { type, title: type, binding, content: { as: 'record', record } });
      }
  }

  /** Of each group without a valid item the first type that people can give, every type once. */
  private async missing(of: Triage) {
    const { controls } = await this.checklist(of);
    const needs = controls
      .filter(({ status }) => status !== 'not_applicable')
      .flatMap(({ needs: groups, missingEvidence }) => {
        const lacking = missingEvidence.map((types) => types.join());
        return groups
          .filter((group) => lacking.includes(group.map(({ type }) => type).join()))
          .flatMap((group) => group.filter(({ ways }) => ways.length > 0).slice(0, 1));
      });
    return new Map(needs.map((need) => [need.type, need])).values();
  }

  async evaluate({ modelVersionId }: Triage): Promise<void> {
    const lines = Array.from({ length: cases }, (_, at) =>
      JSON.stringify({ id: `c${at}`, output: levels[at % levels.length]?.[1] ?? '', model: 'm' }),
    );
    const parameters = { suiteVersionId: this.parts.suiteVersionId, modelVersionId };
    const given = { parameters, contentType, bytes: streamed(lines) };
    await startRecordedRun(this.engineer, await receiveRecorded(this.engineer, given));
    await this.org.runJobs();
    await integrate();
  }

  /** Each owner decides about what only people can decide. */
  async assess(of: Triage): Promise<void> {
    const { controls } = await this.checklist(of);
    const any = controls.flatMap(({ evidence }) => evidence.map(({ id }) => id)).slice(0, 1);
    for (const control of controls) {
      const codes = ['NOT_ASSESSED', 'CONNECTOR_NEEDED', 'CHANGED_SINCE'];
      if (!control.problems.some(({ code }) => codes.includes(code))) continue;
      const cited = control.evidence.map(({ id }) => id).slice(0, 1);
      await assessControl(this.as(control.ownerRole), {
        controlId: control.controlId,
        binding: this.bound(control.scope, of),
        environment: null,
        disposition: control.dispositions.includes('implemented') ? 'implemented' : 'satisfied',
        role: control.ownerRole,
        reason: 'read the evidence',
        evidenceIds: cited.length > 0 ? cited : any,
      });
    }
  }

  async sign({ releaseId, digest }: Triage): Promise<void> {
    const words = { releaseId, digest, environment, meaning: 'approved' as const };
    for (const role of holders) {
      const ctx = this.as(role);
      const { nonce } = await prepareSignoff(ctx, { ...words, role, reason: 'looked at everything' });
      await commitSignoff(freshly(ctx), { nonce });
    }
  }

  ask({ digest }: Triage) {
    const subject = { release_digest: digest };
    return decideGate(this.engineer, { environment, subject, context: {}, dry_run: false, wait_s: 0 });
  }
}

const environmentForms = ['rec.access-review', 'rec.activity-review', 'doc.restore-test'];
const releaseForms = ['rec.lineage', 'rec.change-assessment'];
const orgForms = ['rec.training-completion', 'rec.dsr-log', 'doc.ir-exercise'];
const formBinding = (type: string) =>
  type.startsWith('set.') || environmentForms.includes(type)
    ? 'environment'
    : releaseForms.includes(type)
      ? 'release'
      : orgForms.includes(type)
        ? 'org'
        : 'system';

function freshly(ctx: Ctx): Ctx {
  const authTime = Math.floor(Date.now() / 1000) + 1;
  const session = { id: 'ses_again', method: 'password', authTime } as const;
  return { ...ctx, actor: { ...ctx.actor, session } };
}

async function partsOf(engineer: Ctx, runJobs: () => Promise<unknown>) {
  const system = await createSystem(engineer, {
    name: 'triage',
    purpose: 'Sorts arriving patients by urgency',
    stage: 'development',
  });
  const model = await createModel(engineer, { name: 'triage-model', intendedUse: 'triage', licence: 'own' });
  const { id: datasetId } = await createDataset(engineer, {
    name: 'triage-cases',
    kind: 'cases',
    licence: 'own',
    legalBasis: 'none needed: synthetic',
    personalData: 'none',
    isSynthetic: true,
  });
  const bytes = streamed(caseLines(cases));
  const upload = { parameters: { datasetId }, contentType, sizeBytes: null, bytes };
  const dataset = await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  const content = { template: 'Which level of care? {{input}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'nurse', content });
  const suite = await createSuite(engineer, { text: suiteText });
  await scanDataset(engineer, { versionId: dataset.id });
  await runJobs();
  return {
    systemId: system.id,
    modelId: model.id,
    datasetVersionId: dataset.id,
    promptVersionId: prompt.latest?.id ?? '',
    suiteVersionId: suite.latest?.id ?? '',
  };
}
