import type { z } from 'zod';
import { problem } from '../input/problem';
import { SuiteCase } from '../suite';
import { Id, isRow, type Row, textAt } from './rows';

type CaseOfLangfuse = z.input<typeof SuiteCase>;

/** The case of a dataset item, or null when the item is archived. Throws InputProblem that names the item. */
export function caseOfItem(row: Row): CaseOfLangfuse | null {
  if (textAt(row, 'status')?.toUpperCase() === 'ARCHIVED') return null;
  const traceId = textAt(row, 'sourceTraceId');
  const observationId = textAt(row, 'sourceObservationId');
  return checked(
    'item',
    row,
    row['expectedOutput'],
    traceId && { traceId, ...(observationId && { observationId }) },
  );
}

/** The case of a trace: what went in, under the id of the trace. What came out is an answer, not what is expected. */
export const caseOfTrace = (row: Row): CaseOfLangfuse =>
  checked('trace', row, undefined, { traceId: String(row['id']) });

function checked(
  what: string,
  row: Row,
  expected: unknown,
  source: Record<string, string> | null | '',
): CaseOfLangfuse {
  const id = Id.safeParse(row['id']);
  if (!id.success) throw problem(`an ${what} of Langfuse has no id of 1 to 200 characters`);
  const named = `${what} ${JSON.stringify(id.data)}`;
  const input = inputOf(row['input']);
  if (input === null) throw problem(`${named} has no input`);
  const metadata = { ...metadataOf(row['metadata']), ...(source ? { langfuse: source } : {}) };
  const one = {
    id: id.data,
    input,
    ...(expected === undefined || expected === null || expected === '' ? {} : { expected }),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
  const read = SuiteCase.safeParse(one);
  if (read.success) return one as CaseOfLangfuse;
  const [issue] = read.error.issues;
  throw problem(`${named}: ${issue?.path.join('.') || 'the case'}: ${issue?.message ?? 'is not a case'}`);
}

const roles = new Set(['system', 'developer', 'user', 'assistant']);
const isMessage = (value: unknown): boolean =>
  isRow(value) &&
  Object.keys(value).every((key) => key === 'role' || key === 'content') &&
  roles.has(String(value['role'])) &&
  typeof value['content'] === 'string';

/** Text, chat messages and objects of prompt variables stay what they are; anything else is its JSON. */
function inputOf(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || isRow(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every(isMessage)) return value;
  return JSON.stringify(value);
}

function metadataOf(value: unknown): Row {
  if (value === undefined || value === null || value === '') return {};
  return isRow(value) ? value : { value };
}
