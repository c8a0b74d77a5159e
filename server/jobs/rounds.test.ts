import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { founded } from '@/db/testing/people';
import { db } from '@/db/testing/world';
import { roundJobs, jobCatalog } from './catalog';
import { openOrganisations } from './rounds';

it('reaches every organisation from a login that row-level security binds', async () => {
  const org = await founded();
  const ids = await db.transaction(async (tx) => {
    await tx.execute(sql.raw('set local role countersign_app'));
    return openOrganisations(tx);
  });
  expect(ids).toContain(org.orgId);
});

it('sends only jobs that are worked', () => {
  const worked = jobCatalog.map(({ name }) => name);
  expect(worked).toEqual(expect.arrayContaining([...roundJobs]));
});
