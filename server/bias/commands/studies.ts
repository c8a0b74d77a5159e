import { createHash } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Reader, Tx } from '@/db/client';
import { studies, studyResults } from '@/db/schema/bias';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { promptVersionById } from '@/server/prompts/queries';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { modelVersionById } from '@/server/registry/queries/models';
import { studyById, studyResultById } from '../queries/studies';
import { computeStudy } from '../rules/follow-up';
import { CreateStudy, RunStudy, StudyBody } from '../schema';

export const createStudy = command({
  event: 'study.created',
  events: ['study.unchanged'],
  input: CreateStudy,
  may: ['create', 'Study'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the study');
    const body = canonical(await bodyOf(db, input));
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const { name, datasetVersionId } = input;
    const [same] = await db
      .select()
      .from(studies)
      .where(and(eq(studies.name, name), eq(studies.digest, digest)));
    const number = same?.number ?? (await lastNumber(db, name)) + 1;
    const row = {
      ...target,
      id: ctx.ports.newId('std'),
      name,
      number,
      digest,
      body,
      datasetVersionId,
      ownerId,
    };
    if (!same) await db.insert(studies).values(row);
    const study = await studyById(db, same?.id ?? row.id);
    if (!study) throw notFound('Study');
    const entity = { ref: `study/${study.id}`, name };
    if (same)
      return audited(
        { ...study, unchanged: true },
        { type: 'study.unchanged', op: 'read', entity, reasonCode: 'same_digest' },
      );
    const { body: _, ...facts } = row;
    return audited({ ...study, unchanged: false }, { entity, after: facts });
  },
});

async function lastNumber(db: Tx, name: string): Promise<number> {
  const [last] = await db
    .select({ number: studies.number })
    .from(studies)
    .where(eq(studies.name, name))
    .orderBy(desc(studies.number))
    .limit(1);
  return last?.number ?? 0;
}

type Definition = z.output<typeof CreateStudy>;

async function bodyOf(
  db: Reader,
  { datasetVersionId, ownerId: _, ...given }: Definition,
): Promise<StudyBody> {
  const dataset = await datasetVersionById(db, datasetVersionId);
  if (!dataset) throw notFound('Dataset version');
  if (dataset.kind !== 'table')
    throw invalid('datasetVersionId', 'datasetVersionId must be a version of a dataset of kind table');
  const { label = null, positive = null, prediction, attributes } = given;
  const columns = (field: string, names: readonly (string | null)[]) => {
    const stray = names.find((name) => name !== null && !dataset.columns.includes(name));
    if (stray !== undefined) throw invalid(field, `${field}: the dataset has no column "${stray}"`);
  };
  columns('prediction', [prediction]);
  columns('label', [label]);
  columns('attributes', attributes);
  const { datasetName: name, number, digest } = dataset;
  // The names of the metrics are all optional: JSON drops those that are not given.
  const thresholds: unknown = JSON.parse(JSON.stringify(given.thresholds));
  return StudyBody.parse({ ...given, v: 1, dataset: { name, number, digest }, label, positive, thresholds });
}

/** Computes a study; once finished its result stays as it is. */
export const runStudy = command({
  event: 'study.run-started',
  input: RunStudy,
  may: ['run', 'Study'],
  target: async ({ db, input }) => {
    const study = await studyById(db, input.studyId);
    if (!study) throw notFound('Study');
    return study;
  },
  run: async ({ db, ctx, input: { modelVersionId, promptVersionId }, target }) => {
    const row = {
      id: ctx.ports.newId('str'),
      orgId: target.orgId,
      studyId: target.id,
      studyDigest: target.digest,
      subjects: await subjectsOf(db, modelVersionId, promptVersionId),
      modelVersionId: modelVersionId ?? null,
      state: 'queued',
      createdBy: authorOf(ctx),
    } as const;
    await db.insert(studyResults).values(row);
    const result = await studyResultById(db, row.id);
    if (!result) throw notFound('Study result');
    const entity = { ref: `study-result/${row.id}`, name: target.name };
    return audited(result, { entity, after: row }, [computeStudy(row.id)]);
  },
});

/** Digests, in hex, of what made the predictions. */
async function subjectsOf(db: Reader, modelVersionId?: string, promptVersionId?: string): Promise<string[]> {
  const model = modelVersionId === undefined ? null : await modelVersionById(db, modelVersionId);
  const prompt = promptVersionId === undefined ? null : await promptVersionById(db, promptVersionId);
  if (model === undefined) throw notFound('Model version');
  if (prompt === undefined) throw notFound('Prompt version');
  return [model && (model.digest ?? model.identityDigest), prompt?.digest].flatMap((digest) =>
    digest ? [digest.replace(/^sha256:/, '')] : [],
  );
}
