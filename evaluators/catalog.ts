import type { Evaluator } from './contract';
import { rubric } from './judge/rubric';
import { cost, latency } from './ops/measures';
import { piiLeak } from './safety/pii-leak';
import { contains, doesNotContain, endsWith, equals, icontains, startsWith } from './text/comparison';
import { isJson, jsonSchema } from './text/json';
import { regex } from './text/regex';
import { tokenF1Evaluator } from './text/token-f1';

/** Every evaluator there is. A new one is added here and nowhere else. */
export const catalog: readonly Evaluator[] = [
  equals,
  contains,
  icontains,
  startsWith,
  endsWith,
  doesNotContain,
  regex,
  isJson,
  jsonSchema,
  tokenF1Evaluator,
  latency,
  cost,
  rubric,
  piiLeak,
];

const byId = new Map(catalog.map((one): [string, Evaluator] => [one.id, one]));

/** The evaluator of that id, or null. */
export const evaluatorById = (id: string): Evaluator | null => byId.get(id) ?? null;
