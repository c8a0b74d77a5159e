import type { z } from 'zod';
import type { Tx } from '@/db/client';
import { audited } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command, type Work } from '@/server/kernel/operation';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { systemOf } from '../queries/bindings';
import type { Binding } from '../schema';
import { AddEvidenceFiles, AddEvidenceList } from '../schema/many';
import { askFacts, contentOf, stored } from './evidence';

type Item = z.infer<typeof AddEvidenceFiles>['items'][number];
interface Whose {
  readonly orgId: string;
  readonly systemId: string | null;
  readonly createdBy: string;
}

/** What all of them together are authorised on. */
async function targetOf(db: Tx, ctx: Ctx, items: readonly { readonly binding: Binding }[]): Promise<Whose> {
  const { orgId } = ctx.actor;
  const reached = new Set<string | null>();
  for (const { binding } of items) reached.add(await systemOf(db, orgId, binding));
  const systems = [...reached].filter((id) => id !== null);
  if (systems.length > 1) throw invalid('items', 'items must belong to one system at a time');
  // What is wider than a system asks for more: whoever may give that may give the rest.
  return { orgId, systemId: reached.has(null) ? null : (systems[0] ?? null), createdBy: authorOf(ctx) };
}

function contentIn({ type, content }: Item) {
  if (content.as !== 'file') return contentOf(type, content);
  if (!content.file) throw invalid('files', 'its file is missing');
  const { name: fileName, ...file } = content.file;
  return { givenAs: 'file' as const, fileName, ...file };
}

async function addAll({ db, ctx, nowUs }: Work<Tx, unknown>, items: readonly Item[], target: Whose) {
  const made = [];
  for (const [index, item] of items.entries()) {
    const systemId = await systemOf(db, target.orgId, item.binding);
    try {
      made.push(await stored(db, ctx, { ...item, ...target, systemId }, contentIn(item), nowUs));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `${item.title} (item ${index + 1}): ${error.message}`);
    }
  }
  return audited(
    { added: made.map(({ row: { id, type } }) => ({ id, type })) },
    made.map(({ told }) => told),
    made.flatMap(({ row }) => askFacts(row)),
  );
}

/** Many items at once, all or none; what refuses one names it by its place. */
export const addEvidenceList = command({
  event: 'evidence.added',
  input: AddEvidenceList,
  may: ['create', 'Evidence'],
  target: ({ db, ctx, input }) => targetOf(db, ctx, input.items),
  run: (work) => addAll(work, work.input.items, work.target),
});

/** The same with files that `receiveEvidenceFiles` has put on disk; never a caller's own digests. */
export const addEvidenceFiles = command({
  event: 'evidence.added',
  input: AddEvidenceFiles,
  may: ['create', 'Evidence'],
  target: ({ db, ctx, input }) => targetOf(db, ctx, input.items),
  run: (work) => addAll(work, work.input.items, work.target),
});
