import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { studies } from '@/db/schema/bias';
import { suites, suiteVersions } from '@/db/schema/evaluations';
import { prompts, promptVersions } from '@/db/schema/prompts';
import { datasets, datasetVersions, models, modelVersions } from '@/db/schema/registry';
import { releases } from '@/db/schema/releases';
import { packsOffered } from '@/server/checklists/queries/packs';
import { list } from '@/server/kernel/operation';

const most = 100;

/** The newest versions of everything that a release can be made of, at most a hundred of each kind. */
export const listParts = list({
  input: z.strictObject({}),
  of: 'Release',
  table: releases,
  run: async ({ db }) => ({
    models: await db
      .select({ id: modelVersions.id, name: models.name, version: modelVersions.version })
      .from(modelVersions)
      .innerJoin(models, eq(models.id, modelVersions.modelId))
      .orderBy(desc(modelVersions.createdAt))
      .limit(most),
    prompts: await db
      .select({ id: promptVersions.id, name: prompts.name, version: promptVersions.number })
      .from(promptVersions)
      .innerJoin(prompts, eq(prompts.id, promptVersions.promptId))
      .orderBy(desc(promptVersions.createdAt))
      .limit(most),
    datasets: await db
      .select({ id: datasetVersions.id, name: datasets.name, version: datasetVersions.number })
      .from(datasetVersions)
      .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
      .orderBy(desc(datasetVersions.createdAt))
      .limit(most),
    suites: await db
      .select({ id: suiteVersions.id, name: suites.name, version: suiteVersions.number })
      .from(suiteVersions)
      .innerJoin(suites, eq(suites.id, suiteVersions.suiteId))
      .orderBy(desc(suiteVersions.createdAt))
      .limit(most),
    studies: await db
      .select({ id: studies.id, name: studies.name, version: studies.number })
      .from(studies)
      .orderBy(desc(studies.createdAt))
      .limit(most),
    frameworks: (await packsOffered(db)).map(({ id, title }) => ({ id, name: title })),
  }),
});
