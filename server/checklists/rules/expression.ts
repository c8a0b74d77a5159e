import type { Fact } from '@/policies/frameworks/contract';
import { parseExpression, type Expression } from './syntax';

/** null: undetermined, because an answer is missing. */
export type Truth = boolean | null;
/** An answer; undefined or 'unknown' (bool and enum) means unanswered. A date is `YYYY-MM-DD`. */
export type Answer = boolean | string | readonly string[];
export type Answers = Readonly<Record<string, Answer | undefined>>;

/** Answers with the facts that follow from them: what an expression is evaluated against. */
export interface FactBase {
  /** undefined when no fact has that name. */
  readonly factOf: (name: string) => Fact | undefined;
  /** undefined when unanswered. */
  readonly answerOf: (name: string) => Answer | undefined;
  /** undefined when the name is not that of a derived fact. */
  readonly derivedOf: (name: string) => Expression | undefined;
  /** Memory of the derived facts. */
  readonly known: Map<string, Truth>;
}

/** What an operand may still be: one value, a number within bounds, or anything. */
type Operand =
  | { readonly kind: 'value'; readonly value: boolean | string }
  | { readonly kind: 'number'; readonly low: number; readonly high: number }
  | { readonly kind: 'open' };
const open: Operand = { kind: 'open' };

/** Kleene's strong three-valued logic: the unknown part counts only where it can change the result. */
export function evaluate(expression: Expression | string, base: FactBase): Truth {
  const tree = typeof expression === 'string' ? parseExpression(expression) : expression;
  switch (tree.kind) {
    case 'not':
      return negated(evaluate(tree.of, base));
    case 'and':
      return joined(tree.of, base, false);
    case 'or':
      return joined(tree.of, base, true);
    case 'set':
      return setTruth(tree, base);
    case 'compare':
      return compared(tree.op, operandOf(tree.left, base), operandOf(tree.right, base));
    case 'in':
      return among(tree.of, tree.among, base);
    default:
      return truthy(operandOf(tree, base));
  }
}

const negated = (truth: Truth): Truth => (truth === null ? null : !truth);

/** `and` is settled by one false, `or` by one true. */
function joined(parts: readonly Expression[], base: FactBase, settles: boolean): Truth {
  let result: Truth = !settles;
  for (const part of parts) {
    const truth = evaluate(part, base);
    if (truth === settles) return settles;
    if (truth === null) result = null;
  }
  return result;
}

function among(of: Expression, values: readonly Expression[], base: FactBase): Truth {
  const wanted = operandOf(of, base);
  const equal = values.map((value) => compared('==', wanted, operandOf(value, base)));
  return equal.includes(true) ? true : equal.includes(null) ? null : false;
}

function setTruth(tree: Expression & { kind: 'set' }, base: FactBase): Truth {
  const answer = base.answerOf(tree.fact);
  if (answer === undefined) return null;
  const held = Array.isArray(answer) ? (answer as readonly string[]) : [];
  if (tree.test === 'nonempty') return held.length > 0;
  if (tree.test === 'only') return held.length > 0 && held.every((value) => tree.values.includes(value));
  return held.some((value) => tree.values.includes(value));
}

/** The truth of a derived fact. Cycles are refused when the fact base is made. */
export function derivedTruth(name: string, tree: Expression, base: FactBase): Truth {
  const known = base.known.get(name);
  if (known !== undefined) return known;
  const truth = evaluate(tree, base);
  base.known.set(name, truth);
  return truth;
}

function operandOf(tree: Expression, base: FactBase): Operand {
  if (tree.kind === 'literal')
    return typeof tree.value === 'number'
      ? { kind: 'number', low: tree.value, high: tree.value }
      : { kind: 'value', value: tree.value };
  if (tree.kind === 'count') {
    const truths = tree.of.map((part) => evaluate(part, base));
    const low = truths.filter((truth) => truth === true).length;
    return { kind: 'number', low, high: low + truths.filter((truth) => truth === null).length };
  }
  if (tree.kind !== 'fact') return fromTruth(evaluate(tree, base));
  const derived = base.derivedOf(tree.name);
  if (derived) return fromTruth(derivedTruth(tree.name, derived, base));
  const answer = base.answerOf(tree.name);
  return typeof answer === 'boolean' || typeof answer === 'string' ? { kind: 'value', value: answer } : open;
}

const fromTruth = (truth: Truth): Operand => (truth === null ? open : { kind: 'value', value: truth });

function truthy(operand: Operand): Truth {
  if (operand.kind === 'open') return null;
  if (operand.kind === 'value') return Boolean(operand.value);
  return operand.low > 0 ? true : operand.high === 0 ? false : null;
}

function compared(op: '==' | '!=' | '>=' | '<=', left: Operand, right: Operand): Truth {
  if (op === '!=') return negated(compared('==', left, right));
  if (left.kind === 'open' || right.kind === 'open') return null;
  if (left.kind === 'number' && right.kind === 'number') {
    if (op === '==') {
      if (left.high < right.low || right.high < left.low) return false;
      return left.low === left.high && right.low === right.high ? true : null;
    }
    const [big, small] = op === '>=' ? [left, right] : [right, left];
    return big.low >= small.high ? true : big.high < small.low ? false : null;
  }
  return left.kind === 'value' && right.kind === 'value' && left.value === right.value;
}

/** The unanswered facts that an undetermined expression waits for, sorted; empty when it is determined. */
export function unansweredIn(expression: Expression | string, base: FactBase): string[] {
  const found = new Set<string>();
  collect(typeof expression === 'string' ? parseExpression(expression) : expression, base, found);
  return [...found].sort();
}

function collect(tree: Expression, base: FactBase, found: Set<string>): void {
  if (tree.kind === 'literal') return;
  if (tree.kind === 'set') return void (base.answerOf(tree.fact) === undefined && found.add(tree.fact));
  if (tree.kind === 'fact') {
    const derived = base.derivedOf(tree.name);
    if (derived)
      return void (derivedTruth(tree.name, derived, base) === null && collect(derived, base, found));
    return void (base.answerOf(tree.name) === undefined && found.add(tree.name));
  }
  if (tree.kind !== 'count' && evaluate(tree, base) !== null) return;
  for (const part of partsOf(tree)) collect(part, base, found);
}

/** The direct parts of a node, in the order of the text. */
export function partsOf(tree: Expression): readonly Expression[] {
  if (tree.kind === 'not') return [tree.of];
  if (tree.kind === 'compare') return [tree.left, tree.right];
  if (tree.kind === 'in') return [tree.of, ...tree.among];
  return tree.kind === 'and' || tree.kind === 'or' || tree.kind === 'count' ? tree.of : [];
}

/** Every fact that the expression names, derived ones not followed; sorted. */
export function factsIn(expression: Expression | string): string[] {
  const tree = typeof expression === 'string' ? parseExpression(expression) : expression;
  const names = new Set<string>();
  const walk = (node: Expression): void => {
    if (node.kind === 'fact') names.add(node.name);
    if (node.kind === 'set') names.add(node.fact);
    partsOf(node).forEach(walk);
  };
  walk(tree);
  return [...names].sort();
}

/**
 * The expression with each fact's value behind its name: `phi[yes] and nonempty(phi_form[unanswered])`.
 * @param text the expression as written
 */
export function explain(text: string, base: FactBase): string {
  const spots: { readonly at: number; readonly name: string }[] = [];
  const walk = (node: Expression): void => {
    if (node.kind === 'fact') spots.push({ at: node.at, name: node.name });
    if (node.kind === 'set') spots.push({ at: text.indexOf('(', node.at) + 1, name: node.fact });
    partsOf(node).forEach(walk);
  };
  walk(parseExpression(text));
  let filled = '';
  let from = 0;
  for (const { at, name } of spots) {
    const end = text.indexOf(name, at) + name.length;
    filled += `${text.slice(from, end)}[${valueWords(name, base)}]`;
    from = end;
  }
  return filled + text.slice(from);
}

function valueWords(name: string, base: FactBase): string {
  const derived = base.derivedOf(name);
  if (derived) {
    const truth = derivedTruth(name, derived, base);
    return truth === null ? 'undetermined' : truth ? 'yes' : 'no';
  }
  const answer = base.answerOf(name);
  if (answer === undefined) return 'unanswered';
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return typeof answer === 'string' ? answer : answer.join(', ') || 'none';
}
