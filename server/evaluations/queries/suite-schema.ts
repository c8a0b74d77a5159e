import { z } from 'zod';
import { Suite } from '@/evaluators/suite';
import { read } from '@/server/kernel/operation';
import { GetSuiteSchema } from '../schema/suites';

let made: Record<string, unknown> | null = null;

/** The JSON Schema (2020-12) of a suite file, for editors; parameters of evaluators are in the catalogue. */
export const getSuiteSchema = read({
  input: GetSuiteSchema,
  of: 'Suite',
  run: async ({ ctx }) => {
    made ??= {
      ...z.toJSONSchema(Suite, { io: 'input', unrepresentable: 'any' }),
      title: 'Countersign suite',
    };
    return { orgId: ctx.actor.orgId, createdBy: '', schema: made };
  },
});
