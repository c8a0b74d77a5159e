import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { datasets, datasetVersions } from '@/db/schema/registry';
import type { Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { assertMay } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import type { DatasetFacts } from '../schema/datasets';
import { storeUpload } from './store-upload';

export interface BroughtCases extends DatasetFacts {
  readonly name: string;
  readonly ownerId: string;
  readonly message: string;
  readonly cases: readonly object[];
}

/** A new dataset with its first version, in the transaction of the suite that comes with it. */
export async function bringDataset(
  db: Tx,
  ctx: Ctx,
  { cases, message, ...given }: BroughtCases,
): Promise<{ readonly datasetId: string; readonly evidence: readonly Evidence[] }> {
  const owned = { orgId: ctx.actor.orgId, createdBy: authorOf(ctx) };
  assertMay(ctx, 'create', 'Dataset', owned);
  if ((await db.$count(datasets, eq(datasets.name, given.name))) > 0)
    throw taken(`There is a dataset called ${given.name} already; choose another name`);
  const upload = await storeUpload(ctx.ports.files, linesOf(cases), 'cases', 'jsonl').catch(named);
  const row = { id: ctx.ports.newId('dat'), ...owned, kind: 'cases' as const, ...given };
  await db.insert(datasets).values(row);
  const id = ctx.ports.newId('dsv');
  await db.insert(datasetVersions).values({ id, ...owned, datasetId: row.id, number: 1, ...upload, message });
  const entity = { ref: `dataset/${row.id}`, name: row.name };
  const { digest, rowCount, fileSha256, fileBytes } = upload;
  const to = { id, digest, rowCount, fileSha256, fileBytes };
  return {
    datasetId: row.id,
    evidence: [
      { type: 'dataset.created', op: 'create', entity, after: row },
      {
        type: 'dataset.version-added',
        op: 'update',
        entity,
        change: [{ path: '/versions/1', from: null, to }],
      },
    ],
  };
}

async function* linesOf(cases: readonly object[]): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < cases.length; at += 100)
    yield Buffer.from(
      cases
        .slice(at, at + 100)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    );
}

/** The line of a file that nobody has seen is the number of the case. */
function named(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
  const message = error.message.replace(/^line (\d+)/, 'case $1');
  throw new Refusal('invalid', message, { fields: { text: [message] } });
}

const taken = (words: string) => new Refusal('conflict', words, { fields: { name: [words] } });
