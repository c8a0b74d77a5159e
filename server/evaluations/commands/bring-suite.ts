import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { suites } from '@/db/schema/evaluations';
import { packs, suiteOfPack } from '@/evaluators/packs/packs';
import { suiteOfPromptfoo } from '@/evaluators/promptfoo/suite';
import type { Suite } from '@/evaluators/suite';
import { audited, type Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, Refusal } from '@/server/kernel/refusal';
import { bringPrompt } from '@/server/prompts/commands/bring-prompt';
import { PromptContent } from '@/server/prompts/schema';
import { bringDataset } from '@/server/registry/commands/bring-dataset';
import { suiteById } from '../queries/suites';
import { type BroughtSuite, ImportSuite, StartFromPack } from '../schema/suite-sources';
import { promptfooIn } from './read-promptfoo';
import { resolvedSuite } from './resolve-suite';
import { addVersion } from './suites';

const parts = [
  'suite.created',
  'suite.version-added',
  'dataset.created',
  'dataset.version-added',
  'prompt.created',
  'prompt.version-added',
];
const unknownFacts = { licence: '', legalBasis: '', personalData: 'unknown', isSynthetic: false } as const;
const ownWords = { licence: '', legalBasis: '', personalData: 'none', isSynthetic: true } as const;

/** A promptfoo configuration as dataset, prompt and suite: all of them, or none when anything is refused. */
export const importSuite = command({
  event: 'suite.imported',
  events: parts,
  input: ImportSuite,
  may: ['create', 'Suite'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const converted = promptfooIn(input.text);
    const { cases, prompt, remarks, description } = converted;
    const places = { dataset: `${input.name}@1`, prompt: `${input.name}@1` };
    const brought = await bring(db, ctx, {
      ...target,
      ownerId: ownerOf(ctx, input.ownerId),
      description: input.description ?? description ?? '',
      message: 'From a promptfoo configuration',
      suite: suiteOfPromptfoo(converted, input.name, places),
      cases,
      facts: unknownFacts,
      prompt: prompt === null ? null : PromptContent.parse({ template: prompt }),
    });
    const source = { from: input.from, fileSha256: sha256(input.text), remarks: remarks.length };
    return answer(brought, source, remarks.length);
  },
});

/** A safety suite that ships, with its cases, in the register: to begin with and to change. */
export const startFromPack = command({
  event: 'suite.started-from-pack',
  events: parts,
  input: StartFromPack,
  may: ['create', 'Suite'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const pack = packs.find(({ name }) => name === input.pack);
    if (!pack) throw notFound('Pack');
    const name = input.name ?? pack.name;
    const suite = { ...suiteOfPack(pack, `${name}@1`), name };
    const brought = await bring(db, ctx, {
      ...target,
      ownerId: ownerOf(ctx, input.ownerId),
      description: input.description ?? pack.summary,
      message: `The pack ${pack.name} as it ships`,
      suite,
      cases: pack.cases,
      facts: ownWords,
      prompt: null,
    });
    return answer(brought, { pack: pack.name, cases: pack.cases.length }, 0);
  },
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function ownerOf(ctx: Ctx, given: string | undefined): string {
  const ownerId = given ?? ctx.actor.personId;
  if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the suite');
  return ownerId;
}

interface Brought {
  readonly orgId: string;
  readonly createdBy: string;
  readonly ownerId: string;
  readonly description: string;
  readonly message: string;
  readonly suite: Suite;
  readonly cases: readonly object[];
  readonly facts: typeof unknownFacts | typeof ownWords;
  readonly prompt: PromptContent | null;
}

async function bring(db: Tx, ctx: Ctx, given: Brought) {
  const { orgId, createdBy, ownerId, description, message, suite, cases, facts, prompt } = given;
  const { name } = suite;
  if ((await db.$count(suites, eq(suites.name, name))) > 0) {
    const words = `There is a suite called ${name} already; choose another name`;
    throw new Refusal('conflict', words, { fields: { name: [words] } });
  }
  const common = { name, description, ownerId, message };
  const dataset = await bringDataset(db, ctx, { ...common, ...facts, cases });
  const asked = prompt && (await bringPrompt(db, ctx, { ...common, content: prompt }));
  const row = { id: ctx.ports.newId('ste'), orgId, createdBy, name, description, ownerId };
  await db.insert(suites).values(row);
  const entity = { ref: `suite/${row.id}`, name };
  const { evidence } = await addVersion(db, ctx, row, await resolvedSuite(db, suite));
  const created: Evidence = { type: 'suite.created', op: 'create', entity, after: row };
  const stored = await suiteById(db, row.id);
  if (!stored) throw notFound('Suite');
  return {
    entity,
    suite: stored,
    caseCount: cases.length,
    datasetId: dataset.datasetId,
    promptId: asked?.promptId ?? null,
    evidence: [...dataset.evidence, ...(asked?.evidence ?? []), created, evidence],
  };
}

function answer(brought: Awaited<ReturnType<typeof bring>>, source: object, remarkCount: number) {
  const { entity, evidence, ...made } = brought;
  const result: BroughtSuite = { ...made, remarkCount };
  const { datasetId, promptId } = made;
  return audited(result, [...evidence, { entity, op: 'update', after: { ...source, datasetId, promptId } }]);
}
