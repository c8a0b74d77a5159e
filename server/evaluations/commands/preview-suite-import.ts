import { eq } from 'drizzle-orm';
import { stringify } from 'yaml';
import { suites } from '@/db/schema/evaluations';
import type { CaseCheck } from '@/evaluators/composite/case-checks';
import { suiteOfPromptfoo } from '@/evaluators/promptfoo/suite';
import { authorOf } from '@/server/kernel/context';
import { assertMay, read } from '@/server/kernel/operation';
import { promptVersionByNumber } from '@/server/prompts/queries';
import { datasetVersionByNumber } from '@/server/registry/queries/datasets';
import { ImportSuite, mostRemarks, mostShownCases, type SuitePreview } from '../schema/suite-sources';
import { promptfooIn } from './read-promptfoo';

const checksOf = ({ checks = [] }: { readonly checks?: readonly CaseCheck[] }): string[] =>
  checks.map(({ id, not = false, params = {} }) =>
    [not ? 'not' : '', id, Object.keys(params).length > 0 ? JSON.stringify(params).slice(0, 300) : '']
      .filter(Boolean)
      .join(' '),
  );

/** What an import would make, without making it. A file that cannot be imported is refused in the same words. */
export const previewSuiteImport = read({
  input: ImportSuite,
  of: 'Suite',
  run: async ({ db, ctx, input: { name, text, description } }) => {
    const owned = { orgId: ctx.actor.orgId, createdBy: authorOf(ctx) };
    assertMay(ctx, 'create', 'Suite', owned);
    const converted = promptfooIn(text);
    const { cases, prompt, remarks } = converted;
    const suite = suiteOfPromptfoo(converted, name, { dataset: `${name}@1`, prompt: `${name}@1` });
    const preview: SuitePreview = {
      ...owned,
      name,
      description: description ?? converted.description ?? '',
      yaml: stringify(suite),
      taken: [
        ...((await db.$count(suites, eq(suites.name, name))) > 0 ? (['suite'] as const) : []),
        ...((await datasetVersionByNumber(db, name, 1)) ? (['dataset'] as const) : []),
        ...(prompt !== null && (await promptVersionByNumber(db, name, 1)) ? (['prompt'] as const) : []),
      ],
      caseCount: cases.length,
      judgedCount: cases.filter(({ metadata }) => 'checks' in metadata).length,
      cases: cases
        .slice(0, mostShownCases)
        .map(({ id, input, metadata }) => ({ id, input, checks: checksOf(metadata) })),
      prompt,
      remarks: remarks.slice(0, mostRemarks),
      remarkCount: remarks.length,
    };
    return preview;
  },
});
