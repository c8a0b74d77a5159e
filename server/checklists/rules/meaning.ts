import { partsOf, type FactBase } from './expression';
import { faulty, parseExpression, type Expression } from './syntax';

/**
 * Proves that an expression means something: each fact exists, is used as its type allows, and is compared
 * with values it may take.
 * @throws Refusal invalid naming the position
 */
export function assertMeaning(text: string, base: FactBase): void {
  const check = (node: Expression): void => {
    if (node.kind === 'set') assertSet(text, node, base);
    if (node.kind === 'fact' && !base.factOf(node.name) && !base.derivedOf(node.name))
      throw faulty(text, node.at, `there is no fact named ${node.name}`);
    if (node.kind === 'compare') assertCompared(text, node.left, [node.right], base);
    if (node.kind === 'in') assertCompared(text, node.of, node.among, base);
    if (node.kind === 'and' || node.kind === 'or' || node.kind === 'not' || node.kind === 'count')
      partsOf(node).forEach((part) => assertTruth(text, part, base));
    partsOf(node).forEach(check);
  };
  const tree = parseExpression(text);
  assertTruth(text, tree, base);
  check(tree);
}

function assertTruth(text: string, node: Expression, base: FactBase): void {
  const type = node.kind === 'fact' ? base.factOf(node.name)?.type : undefined;
  if (type !== undefined && type !== 'bool')
    throw faulty(text, node.at, `${type} facts are not true or false by themselves`);
  if (node.kind === 'count' || (node.kind === 'literal' && typeof node.value !== 'boolean'))
    throw faulty(text, node.at, 'a number or a string is not true or false by itself');
}

function assertSet(text: string, node: Expression & { kind: 'set' }, base: FactBase): void {
  const fact = base.factOf(node.fact);
  if (fact?.type !== 'multi') throw faulty(text, node.at, `${node.fact} is not a fact with several values`);
  const alien = node.values.find((value) => !fact.options?.includes(value));
  if (alien !== undefined) throw faulty(text, node.at, `${alien} is not a value of ${node.fact}`);
}

function assertCompared(text: string, of: Expression, values: readonly Expression[], base: FactBase): void {
  const fact = of.kind === 'fact' ? base.factOf(of.name) : undefined;
  if (of.kind !== 'count' && fact?.type !== 'enum' && fact?.type !== 'bool')
    throw faulty(text, of.at, 'only a count or a single-valued fact can be compared');
  for (const value of values) {
    const fits =
      value.kind === 'literal' &&
      (of.kind === 'count'
        ? typeof value.value === 'number'
        : fact?.type === 'bool'
          ? typeof value.value === 'boolean'
          : fact?.options?.includes(String(value.value)) === true);
    if (!fits) throw faulty(text, value.at, 'this is not a value that the left side can take');
  }
}
