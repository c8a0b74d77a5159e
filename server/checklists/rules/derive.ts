import type {
  AiActClass,
  ClassRule,
  ConsistencyRule,
  FactModel,
  HipaaStatus,
} from '@/policies/frameworks/contract';
import { checkedAnswers, dayUs, unknown } from './answers';
import { derivedTruth, evaluate, explain, unansweredIn, type FactBase, type Truth } from './expression';
import { assertMeaning } from './meaning';
import { parseExpression } from './syntax';

/**
 * Answers that were checked, with the facts that follow from them.
 * @throws Refusal invalid naming the fact and its allowed values
 */
export function factBase(model: FactModel, given: Readonly<Record<string, unknown>>): FactBase {
  const answers = new Map(Object.entries(checkedAnswers(model, given)));
  const facts = new Map([...model.questions, ...model.releaseFacts].map((fact) => [fact.id, fact]));
  const derived = new Map(model.derived.map(({ id, expr }) => [id, parseExpression(expr)]));
  return {
    factOf: (name) => facts.get(name),
    answerOf: (name) => {
      const answer = answers.get(name);
      return answer === unknown ? undefined : answer;
    },
    derivedOf: (name) => derived.get(name),
    known: new Map(),
  };
}

/**
 * Proves a fact model: each expression means something, no derived fact rests on itself or on a later one.
 * @throws Refusal invalid naming the expression and the position
 */
export function assertModel(model: FactModel): void {
  const base = factBase(model, {});
  const before = new Set<string>();
  for (const { id, expr } of model.derived) {
    assertMeaning(expr, {
      ...base,
      derivedOf: (name) => (before.has(name) ? base.derivedOf(name) : undefined),
    });
    before.add(id);
  }
  const rules = [...model.aiActClass, ...model.hipaaStatus, ...model.prohibited, ...model.consistency];
  for (const { when } of rules) assertMeaning(when, base);
}

export interface Derived {
  readonly id: string;
  readonly value: Truth;
  readonly basis: string;
  readonly why: string;
  /** What an undetermined fact waits for. */
  readonly unanswered: readonly string[];
}

/** Each derived fact with its legal basis and the expression filled in. */
export const derivedFacts = (model: FactModel, base: FactBase): Derived[] =>
  model.derived.map(({ id, expr, basis }) => ({
    id,
    value: derivedTruth(id, parseExpression(expr), base),
    basis,
    why: explain(expr, base),
    unanswered: unansweredIn(expr, base),
  }));

export interface Step<Outcome> {
  readonly outcome: Outcome;
  readonly value: Truth;
  readonly basis: string;
  readonly why: string;
}
export interface Classified<Outcome> {
  /** null: undetermined. */
  readonly outcome: Outcome | null;
  /** The step that decided; null when undetermined. */
  readonly decidedBy: Step<Outcome> | null;
  /** What it may still become, in the order of the rules; one entry when it is determined. */
  readonly possible: readonly Outcome[];
  readonly steps: readonly Step<Outcome>[];
  readonly unanswered: readonly string[];
}

/** Walks the rules; the first that holds decides, unless an earlier one is still undetermined. */
export function classified<O extends string>(rules: readonly ClassRule<O>[], base: FactBase): Classified<O> {
  const steps: Step<O>[] = [];
  const possible: Step<O>[] = [];
  const missing = new Set<string>();
  const assumed = new Map<string, Truth>();
  for (const { outcome, when, basis } of rules) {
    const step = { outcome, value: evaluate(when, base), basis, why: explain(when, base) };
    steps.push(step);
    const value = evaluate(when, { ...base, known: new Map(assumed) });
    if (value !== false) possible.push(step);
    if (value === null) for (const name of unansweredIn(when, base)) missing.add(name);
    if (value === true) break;
    assumeFalse(when, assumed);
  }
  const [first] = possible;
  const decidedBy = first?.value === true ? first : null;
  return {
    outcome: decidedBy?.outcome ?? null,
    decidedBy,
    possible: possible.map(({ outcome }) => outcome),
    steps,
    unanswered: decidedBy ? [] : [...missing].sort(),
  };
}

/** A later rule is reached only when the earlier ones fail, so what it may be is judged as if they had. */
function assumeFalse(when: string, assumed: Map<string, Truth>): void {
  const tree = parseExpression(when);
  if (tree.kind === 'fact') assumed.set(tree.name, false);
  if (tree.kind === 'not' && tree.of.kind === 'fact') assumed.set(tree.of.name, true);
}

export interface Violation extends ConsistencyRule {
  readonly why: string;
}
export interface Prohibition {
  readonly basis: string;
  readonly from: string;
  readonly inForce: boolean;
  readonly why: string;
}
export interface Classification {
  readonly aiAct: Classified<AiActClass> & { readonly path: readonly ('annex_i' | 'annex_iii')[] };
  readonly hipaa: Classified<HipaaStatus>;
  readonly derived: readonly Derived[];
  /** Consistency rules that the answers break. */
  readonly violations: readonly Violation[];
  /** Art. 5(1) practices that the answers admit, with the day from which each is forbidden. */
  readonly prohibitions: readonly Prohibition[];
}

/** Everything that follows from the answers. @param nowUs microseconds since the epoch */
export function derive(model: FactModel, base: FactBase, nowUs: number): Classification {
  const isTrue = (name: string) => evaluate(name, base) === true;
  return {
    aiAct: {
      ...classified(model.aiActClass, base),
      path: [
        ...(isTrue('high_risk_annex_i') ? (['annex_i'] as const) : []),
        ...(isTrue('high_risk_annex_iii') ? (['annex_iii'] as const) : []),
      ],
    },
    hipaa: classified(model.hipaaStatus, base),
    derived: derivedFacts(model, base),
    violations: violations(model, base),
    prohibitions: prohibitions(model, base, nowUs),
  };
}

/** The consistency rules that the answers break for certain. */
export const violations = (model: FactModel, base: FactBase): Violation[] =>
  model.consistency
    .filter(({ when }) => evaluate(when, base) === true)
    .map((rule) => ({ ...rule, why: explain(rule.when, base) }));

/** AI Act Art. 5(1): the practices that the answers admit for certain. */
export const prohibitions = (model: FactModel, base: FactBase, nowUs: number): Prohibition[] =>
  model.prohibited
    .filter(({ when }) => evaluate(when, base) === true)
    .map(({ when, from, basis }) => ({
      basis,
      from,
      inForce: (dayUs(from) ?? 0) <= nowUs,
      why: explain(when, base),
    }));
