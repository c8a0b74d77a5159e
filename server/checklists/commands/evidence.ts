import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { evidence } from '@/db/schema/checklists';
import { evidenceTypeById } from '@/policies/frameworks/catalog';
import { recordForms } from '@/policies/frameworks/records';
import type { EvidenceType } from '@/policies/frameworks/contract';
import { audited } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound } from '@/server/kernel/refusal';
import { systemOf } from '../queries/bindings';
import { evidenceById } from '../queries/evidence';
import { assertGiven, dayInUs } from '../rules/evidence';
import { askFactsJobName } from '../rules/job-names';
import { checkedRecord } from '../rules/records';
import {
  AddCapturedLink,
  AddEvidence,
  AddEvidenceFile,
  type Binding,
  type EvidenceContent,
  EvidenceRef,
  RevokeEvidence,
} from '../schema';

const entityOf = (row: Row) => ({ ref: `evidence/${row.id}`, name: row.title });
const sha256 = (words: string) => createHash('sha256').update(words).digest('hex');
const personOf = ({ actor }: Ctx) => actor.personId ?? actor.id;
type Row = typeof evidence.$inferSelect;

interface Given {
  readonly type: string;
  readonly title: string;
  readonly binding: Binding;
  readonly validDays?: number | undefined;
  readonly supersedes?: string | undefined;
}
type Content = Pick<typeof evidence.$inferInsert, 'givenAs' | 'sha256'> &
  Partial<typeof evidence.$inferInsert>;

const asGiven = async (db: Tx, ctx: Ctx, input: Given) => ({
  orgId: ctx.actor.orgId,
  systemId: await systemOf(db, ctx.actor.orgId, input.binding),
  createdBy: personOf(ctx),
});

/** Evidence in words: a link, a record or an attestation. */
export const addEvidence = command({
  event: 'evidence.added',
  input: AddEvidence,
  may: ['create', 'Evidence'],
  target: ({ db, ctx, input }) => asGiven(db, ctx, input),
  run: ({ db, ctx, input, target, nowUs }) => {
    const { content } = input;
    return added(db, ctx, { ...input, ...target }, contentOf(input.type, content), nowUs);
  },
});

export function contentOf(type: string, content: EvidenceContent): Content {
  switch (content.as) {
    case 'link':
      return { givenAs: 'link', url: content.url, sha256: content.sha256 ?? null };
    case 'statement':
      return { givenAs: 'statement', statement: content.statement, sha256: sha256(content.statement) };
    case 'record': {
      const form = recordForms[type];
      if (!form) throw invalid('type', `${typeOf(type).title} has no form; give it in another way`);
      const record = checkedRecord(form, content.record);
      return { givenAs: 'record', record, sha256: sha256(Buffer.from(canonicalBytes(record)).toString()) };
    }
  }
}

/** Evidence that `receiveEvidence` has put on disk; never a caller's own digest. */
export const addEvidenceFile = command({
  event: 'evidence.added',
  input: AddEvidenceFile,
  may: ['create', 'Evidence'],
  target: ({ db, ctx, input }) => asGiven(db, ctx, input),
  run: ({ db, ctx, input: { file, ...input }, target, nowUs }) => {
    if (!file) throw invalid('file', 'file is missing');
    const { name: fileName, ...stored } = file;
    return added(db, ctx, { ...input, ...target }, { givenAs: 'file', fileName, ...stored }, nowUs);
  },
});

/** Evidence behind an address, with the copy that `captureLink` has put on disk. */
export const addCapturedLink = command({
  event: 'evidence.added',
  input: AddCapturedLink,
  may: ['create', 'Evidence'],
  target: ({ db, ctx, input }) => asGiven(db, ctx, input),
  run: ({ db, ctx, input: { copy, url, ...input }, target, nowUs }) => {
    if (!copy) throw invalid('url', 'no copy was captured');
    return added(db, ctx, { ...input, ...target }, { givenAs: 'link', url, ...copy }, nowUs);
  },
});

/** A change assessment may make answers about its system doubtful. */
export const askFacts = ({ type, systemId }: Pick<Row, 'type' | 'systemId'>) =>
  type === 'rec.change-assessment' && systemId !== null
    ? [{ name: askFactsJobName, payload: { systemId } }]
    : [];
type Owned = Given & { orgId: string; systemId: string | null; createdBy: string };

async function added(db: Tx, ctx: Ctx, given: Owned, content: Content, nowUs: number) {
  const { row, told } = await stored(db, ctx, given, content, nowUs);
  return audited({ ...row, status: 'valid' as const }, told, askFacts(row));
}

/** The item as it lies in the database, and what the trail says about it. */
export async function stored(db: Tx, ctx: Ctx, given: Owned, content: Content, nowUs: number) {
  const type = typeOf(given.type);
  const { binding, validDays } = given;
  const way = { as: content.givenAs, binding, ...(validDays ? { validDays } : {}) };
  assertGiven(type, way, recordForms[given.type] !== undefined);
  const replaced = given.supersedes ? await replaceable(db, given.supersedes, given) : null;
  const days = validDays ?? type.valid_days;
  const row = {
    ...content,
    id: ctx.ports.newId('evd'),
    orgId: given.orgId,
    systemId: given.systemId,
    type: given.type,
    title: given.title,
    bindingKind: binding.kind,
    bindingId: binding.id,
    revision: (replaced?.revision ?? 0) + 1,
    supersedes: replaced?.id ?? null,
    state: 'valid' as const,
    validUntil: days === 0 ? null : new Date((nowUs + days * dayInUs) / 1000),
    createdBy: given.createdBy,
  };
  const [made] = await db.insert(evidence).values(row).returning();
  if (!made) throw notFound('Evidence');
  // The words themselves stay out of the trail; their digest stands for them.
  const { statement: _, url: __, fileName: ___, record: ____, ...told } = row;
  return { row: made, told: { entity: entityOf(made), after: told } };
}

/** @throws Refusal invalid when the catalogue has no such type */
export function typeOf(id: string): EvidenceType {
  const type = evidenceTypeById(id);
  if (!type) throw invalid('type', `There is no evidence type ${id}`);
  return type;
}

async function replaceable(db: Tx, id: string, { type, binding }: Given): Promise<Row> {
  const [row] = await db.select().from(evidence).where(eq(evidence.id, id)).for('update');
  if (!row) throw invalid('supersedes', 'supersedes names no evidence of this organisation');
  if (row.type !== type || row.bindingKind !== binding.kind || row.bindingId !== binding.id)
    throw invalid('supersedes', 'supersedes must name evidence of the same type and binding');
  const [newer] = await db.select({ id: evidence.id }).from(evidence).where(eq(evidence.supersedes, id));
  if (newer) throw conflict(`This evidence was replaced already, by ${newer.id}`);
  return row;
}

/** Takes evidence out of force; it stays visible, with the reason in the trail. */
export const revokeEvidence = command({
  event: 'evidence.revoked',
  input: RevokeEvidence,
  may: ['edit', 'Evidence'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(evidence).where(eq(evidence.id, input.evidenceId)).for('update');
    if (!row) throw notFound('Evidence');
    return row;
  },
  run: async ({ db, input, target }) => {
    if (target.state === 'revoked') throw conflict('This evidence is revoked already');
    const [row] = await db
      .update(evidence)
      .set({ state: 'revoked' })
      .where(eq(evidence.id, target.id))
      .returning();
    if (!row) throw notFound('Evidence');
    return audited(
      { ...row, status: 'revoked' as const },
      {
        entity: entityOf(row),
        before: { state: target.state },
        after: { state: row.state },
        reason: input.reason,
      },
    );
  },
});

/** Gives the file's digest for its bytes to be sent; that somebody took it is on record. */
export const downloadEvidence = command({
  event: 'evidence.downloaded',
  input: EvidenceRef,
  may: ['read', 'Evidence'],
  target: async ({ db, input, nowUs }) => {
    const row = await evidenceById(db, input.evidenceId, nowUs);
    if (!row) throw notFound('Evidence');
    return row;
  },
  run: async ({ target }) => {
    const { sha256: digest, sizeBytes, givenAs } = target;
    const fileName = target.fileName ?? (givenAs === 'link' ? `copy-${target.id}` : null);
    if (digest === null || fileName === null || sizeBytes === null) throw notFound('File');
    const change = [{ path: '/file', from: null, to: digest }];
    return audited({ sha256: digest, fileName, sizeBytes }, { entity: entityOf(target), op: 'read', change });
  },
});
