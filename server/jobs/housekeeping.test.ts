import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db, world } from '@/db/testing/world';
import { createEnvironment } from '@/server/gates/commands/policies';
import { fileStore } from '@/server/integrations/adapters/files';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { filesInUse, keepHouse } from './housekeeping';

const longAgo = new Date(Date.now() - 3 * 86_400_000);
const shelf = (sha256: string) => sha256.slice(0, 2);

it('removes what is old and not in use, leaves what is in use, new, or put again meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sweep-'));
  const store = fileStore(folder);
  const [used, orphan, again, fresh] = await Promise.all(
    ['used', 'orphan', 'again', 'fresh'].map((text) => store.put(Buffer.from(text), 100)),
  );
  if (!used || !orphan || !again || !fresh) throw new Error('nothing was put');
  await store.sweep(0, async (all) => new Set(all));
  writeFileSync(join(folder, 'incoming', 'half'), 'half');
  const age = (path: string) => utimesSync(join(folder, path), longAgo, longAgo);
  for (const { sha256 } of [used, orphan, again]) age(`${shelf(sha256)}/${sha256}`);
  age('incoming/half');
  const removed = await store.sweep(86_400_000, async () => {
    await store.put(Buffer.from('again'), 100);
    return new Set([used.sha256]);
  });
  expect(removed).toBe(2);
  expect((await store.read(again.sha256)).toString()).toBe('again');
  expect(readdirSync(join(folder, shelf(orphan.sha256)))).not.toContain(orphan.sha256);
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  for (const { sha256 } of [used, fresh]) expect(readdirSync(join(folder, shelf(sha256)))).toContain(sha256);
});

it('knows the files of every organisation, and forgets old answers to repeated requests', async () => {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'kept', kind: 'cases' });
  const bytes = (async function* () {
    yield Buffer.from('{"id":"1","input":"a"}');
  })();
  const upload = await receiveUpload(engineer, {
    parameters: { datasetId },
    contentType: 'application/jsonl',
    sizeBytes: null,
    bytes,
  });
  const { fileSha256 } = await addDatasetVersion(engineer, upload);
  const nobody = '0'.repeat(64);
  expect([...(await filesInUse(db, [fileSha256, nobody]))]).toEqual([fileSha256]);
  const officer = { ...org.as('compliance_officer'), idempotencyKey: 'a key' };
  await createEnvironment(officer, { environment: 'canary', stage: 'staging' });
  const kept = () =>
    db.execute(sql`select key from countersign.idempotency_keys where org_id = ${org.orgId}`);
  const files = { sweep: async () => 0 };
  await keepHouse(db, files);
  expect(await kept()).toHaveLength(1);
  await db.execute(
    sql`update countersign.idempotency_keys set created_at = now() - interval '8 days' where org_id = ${org.orgId}`,
  );
  expect((await keepHouse(db, files)).rows).toBeGreaterThanOrEqual(1);
  expect(await kept()).toHaveLength(0);
});
