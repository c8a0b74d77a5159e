import type { FactModel } from '@/policies/frameworks/contract';
import { type Expression, parseExpression } from './syntax';

/** A sentence, with what it is about below it. */
export interface InWords {
  readonly text: string;
  readonly parts: readonly InWords[];
}
export interface NamedFact {
  readonly id: string;
  readonly kind: 'bool' | 'enum' | 'multi' | 'date' | 'derived';
  /** Its question, where it comes from, or the provisions that it follows from. */
  readonly about: string;
  readonly options: readonly string[];
}

/** Every fact that an expression may name. */
export const namedFacts = ({ questions, releaseFacts, derived }: FactModel): NamedFact[] => [
  ...questions.map(({ id, type, question, options }) => named(id, type, question, options)),
  ...releaseFacts.map(({ id, type, source, options }) => named(id, type, source, options)),
  ...derived.map(({ id, basis }) => named(id, 'derived', `Follows from the answers: ${basis}`, null)),
];

const named = (
  id: string,
  kind: NamedFact['kind'],
  about: string,
  options: readonly string[] | null,
): NamedFact => ({ id, kind, about, options: options ?? [] });

/** What an expression means, in words, with the questions behind the names of its facts. */
export function expressionInWords(text: string, facts: readonly NamedFact[]): InWords {
  const about = new Map(facts.map((fact) => [fact.id, fact]));
  const wordsOf = (node: Expression): InWords => {
    switch (node.kind) {
      case 'literal':
        return leaf(node.value === true ? 'Always' : node.value === false ? 'Never' : String(node.value));
      case 'fact':
        return leaf(answered(about.get(node.name), node.name, true));
      case 'not':
        return node.of.kind === 'fact'
          ? leaf(answered(about.get(node.of.name), node.of.name, false))
          : { text: 'It is not so that', parts: [wordsOf(node.of)] };
      case 'and':
        return { text: 'All of these hold', parts: node.of.map(wordsOf) };
      case 'or':
        return { text: 'At least one of these holds', parts: node.of.map(wordsOf) };
      case 'count':
        return { text: 'How many of these hold', parts: node.of.map(wordsOf) };
      case 'compare':
        return comparison(node.left, node.op, [node.right]);
      case 'in':
        return comparison(node.of, 'in', node.among);
      case 'set':
        return leaf(`“${about.get(node.fact)?.about ?? node.fact}” (${node.fact}) ${setWords(node)}`);
    }
  };
  const comparison = (
    left: Expression,
    op: keyof typeof amounts | '==' | '!=' | 'in',
    right: readonly Expression[],
  ): InWords => {
    const values = right.map((value) => (value.kind === 'literal' ? plain(value.value) : '?'));
    if (left.kind === 'count') {
      const amount = op === '>=' || op === '<=' || op === '!=' ? amounts[op] : 'Exactly';
      return { text: `${amount} ${alternatives(values)} of these hold`, parts: left.of.map(wordsOf) };
    }
    const name = left.kind === 'fact' ? left.name : '?';
    const verb = op === '!=' ? 'is answered, but not with' : 'is answered with';
    return leaf(`“${about.get(name)?.about ?? name}” (${name}) ${verb} ${alternatives(values)}`);
  };
  return wordsOf(parseExpression(text));
}

const leaf = (text: string): InWords => ({ text, parts: [] });
const amounts = { '>=': 'At least', '<=': 'At most', '!=': 'Any number but' } as const;
const plain = (value: boolean | number | string): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value).replaceAll('_', ' ');

const alternatives = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;

function answered(fact: NamedFact | undefined, name: string, isYes: boolean): string {
  if (fact?.kind === 'derived') {
    const what = `${name} ${isYes ? 'holds' : 'does not hold'}`;
    return `${what} (${fact.about.charAt(0).toLowerCase()}${fact.about.slice(1)})`;
  }
  return `“${fact?.about ?? name}” (${name}) is answered with ${isYes ? 'yes' : 'no'}`;
}

function setWords({ test, values }: Expression & { kind: 'set' }): string {
  if (test === 'nonempty') return 'names at least one';
  const named = alternatives(values.map(plain));
  return test === 'only' ? `names nothing but ${named}` : `names ${named}`;
}
