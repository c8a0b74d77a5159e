import type { Reader } from '@/db/client';
import { evidenceTypeById } from '@/policies/frameworks/catalog';
import type { Stage } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import { vendorsOf } from '@/server/registry/queries/vendors';
import { exemptVendors } from '@/server/registry/rules/vendors';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { type Checklist, type ChecklistInputs, checklistOf } from '../rules/checklist';
import { factBase } from '../rules/derive';
import type { EvidenceItem } from '../rules/evidence';
import type { Answers } from '../rules/expression';
import { historyOf } from './changes';
import { checksOf } from './checks';
import { askedOf } from './digests';
import { assessmentsFor, evidenceFor } from './known';
import { packsFor, refsOf } from './packs';
import type { Pack } from './shipped-packs';
import { approvalsOf } from './signoffs';
import { countingAnswers } from './to-confirm';

/** What a checklist is about: a release in an environment, or a system before any release. */
export interface ChecklistSubject {
  readonly orgId: string;
  readonly systemId: string;
  readonly release: { readonly digest: string; readonly manifest: ReleaseManifest } | null;
  readonly environment: string;
  readonly stage: Stage;
  readonly frameworks: readonly string[];
}

/** Facts that the release itself gives. Its first release modifies nothing. */
const releaseAnswers = (stage: Stage, manifest: ReleaseManifest | undefined = undefined): Answers => ({
  release_environment: stage,
  ...(manifest && {
    trains_or_finetunes: manifest.datasets.length > 0,
    ...(manifest.prompts.length > 0 ? { is_generative: true } : {}),
    ...(manifest.previous === null ? { substantial_modification: false } : {}),
  }),
});

/** Whether it modifies the system substantially, as the newest change assessment of this release says. */
function changeAnswer(evidence: readonly EvidenceItem[], release: ChecklistSubject['release']): Answers {
  const [newest] = evidence
    .filter(
      ({ type, state, binding, record }) =>
        type === 'rec.change-assessment' && state === 'valid' && binding.id === release?.digest && record,
    )
    .toSorted((a, b) => b.givenAtUs - a.givenAtUs);
  const substantial = newest?.record?.['substantial'];
  return typeof substantial === 'boolean' ? { substantial_modification: substantial } : {};
}

/** These frameworks, as the manifest pins them where it names them. */
async function pinnedPacks(db: Reader, ids: readonly string[], manifest: ReleaseManifest | null) {
  const pinned = manifest ? refsOf(manifest) : [];
  return packsFor(
    db,
    ids.map((id) => pinned.find((ref) => ref.id === id) ?? { id }),
  );
}

async function assessedPacks(
  db: Reader,
  about: Pick<ChecklistSubject, 'systemId' | 'frameworks'> & { readonly manifest: ReleaseManifest | null },
) {
  const packs = await pinnedPacks(db, about.frameworks, about.manifest);
  const ids = packs.flatMap(({ controls }) => controls.map(({ id }) => id));
  return { packs, assessments: await assessmentsFor(db, about.systemId, ids) };
}

/** What is judged, with the wider scopes that it inherits from. A vendor that was removed from the register is still
 *  asked for, so that its systems see what is stale. */
async function subjectOf(db: Reader, { orgId, systemId, release, environment }: ChecklistSubject) {
  const { used } = await vendorsOf(db, systemId);
  return {
    ...{ releaseDigest: release?.digest ?? '', systemId, environment, orgId },
    vendorIds: used.map(({ id }) => id),
    exempt: exemptVendors(used),
  };
}

interface JudgedInputs extends ChecklistInputs {
  /** The packs of the controls, each in the version that is judged. */
  readonly packs: readonly Pack[];
}

/** Reads everything that the checklist of a subject is judged on. */
export async function checklistInputs(
  db: Reader,
  asked: ChecklistSubject,
  nowUs: number,
): Promise<JudgedInputs> {
  const { systemId, release, environment, stage, frameworks } = asked;
  const manifest = release?.manifest ?? null;
  const authors = manifest?.authors ?? [];
  // Sent together: none needs the answer of another.
  const [{ rows: answerRows, counting }, evidence, { packs, assessments }, signOffs, history, subject] =
    await Promise.all([
      countingAnswers(db, systemId, nowUs),
      evidenceFor(db, systemId, nowUs),
      assessedPacks(db, { systemId, frameworks, manifest }),
      release ? approvalsOf(db, { digest: release.digest, systemId, environment, authors }, nowUs) : [],
      historyOf(db, { systemId, releaseDigest: release?.digest ?? null }),
      subjectOf(db, asked),
    ]);
  const given = {
    ...counting,
    ...releaseAnswers(stage, release?.manifest),
    ...changeAnswer(evidence, release),
  };
  const facts = factBase(factModel, given);
  const controls = packs.flatMap((pack) => pack.controls);
  const about = { subject, manifest, facts, answerRows, signOffs, items: evidence, controls, history };
  return {
    packs,
    model: factModel,
    controls,
    facts,
    stage,
    nowUs,
    askedOf,
    subject,
    changes: history.changes,
    earlier: history.earlier,
    evidence,
    assessments,
    typeOf: evidenceTypeById,
    resultOf: await checksOf(db, about, nowUs),
    signOffs,
    enforceEarly: false,
  };
}

export interface Judged {
  readonly inputs: JudgedInputs;
  readonly checklist: Checklist;
}

export async function judgedChecklist(db: Reader, subject: ChecklistSubject, nowUs: number): Promise<Judged> {
  const inputs = await checklistInputs(db, subject, nowUs);
  return { inputs, checklist: checklistOf(inputs) };
}
