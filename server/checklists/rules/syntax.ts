import { invalid } from '@/server/kernel/refusal';

/** A parsed applicability expression. `at` is the position of the node's first character, from 0. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: boolean | number | string; readonly at: number }
  | { readonly kind: 'fact'; readonly name: string; readonly at: number }
  | { readonly kind: 'not'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'and' | 'or' | 'count'; readonly of: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'compare';
      readonly op: '==' | '!=' | '>=' | '<=';
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'in';
      readonly of: Expression;
      readonly among: readonly Expression[];
      readonly at: number;
    }
  | {
      readonly kind: 'set';
      readonly test: SetTest;
      readonly fact: string;
      readonly values: readonly string[];
      readonly at: number;
    };
export type SetTest = 'has' | 'any' | 'only' | 'nonempty';

const longest = 2000;
const deepest = 32;
const token = /\s*(?:(\d+)|'([^']*)'|(>=|<=|==|!=|[(),])|([A-Za-z_][A-Za-z0-9_]*))/y;
const words = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'has', 'any', 'only', 'nonempty', 'count']);

interface Token {
  readonly kind: 'number' | 'string' | 'mark' | 'word' | 'end';
  readonly text: string;
  readonly at: number;
}

/** The refusal for a fault in an expression. @param at position of the fault, from 0 */
export const faulty = (text: string, at: number, what: string) =>
  invalid(
    'expression',
    `The expression is wrong at position ${at + 1}: ${what} (in "${text.slice(0, 200)}")`,
  );

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  for (let from = 0; from < end; from = token.lastIndex) {
    token.lastIndex = from;
    const found = token.exec(text);
    const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (!found)
      throw faulty(text, at, `the character ${JSON.stringify(text[at])} is not part of the grammar`);
    const [, number, string, mark, word] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, at });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    else tokens.push({ kind: 'word', text: word ?? '', at });
  }
  tokens.push({ kind: 'end', text: 'the end', at: end });
  return tokens;
}

const parsed = new Map<string, Expression>();

/**
 * Parses one expression of the control packs; the tree is kept by text, so each is parsed once.
 * @throws Refusal invalid naming the position on a fault, on more than 2,000 characters or 32 levels
 */
export function parseExpression(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  if (text.length > longest) throw faulty(text, longest, `it is longer than ${longest} characters`);
  const tree = new Parser(text).whole();
  if (parsed.size < 10_000) parsed.set(text, tree);
  return tree;
}

/** Recursive descent over the grammar: or < and < not < comparison < atom. */
class Parser {
  private readonly tokens: Token[];
  private next = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  whole(): Expression {
    const tree = this.disjunction();
    const rest = this.peek();
    if (rest.kind !== 'end') throw this.unexpected(rest, 'the end');
    return tree;
  }

  private peek = (): Token =>
    this.tokens[this.next] ?? { kind: 'end', text: 'the end', at: this.text.length };

  private take(): Token {
    const taken = this.peek();
    this.next += 1;
    return taken;
  }

  private isNext = (kind: Token['kind'], text: string) =>
    this.peek().kind === kind && this.peek().text === text;

  private expect(kind: Token['kind'], text?: string): Token {
    const taken = this.take();
    if (taken.kind !== kind || (text !== undefined && taken.text !== text))
      throw this.unexpected(taken, text ?? `a ${kind}`);
    return taken;
  }

  private unexpected = (found: Token, wanted: string) =>
    faulty(this.text, found.at, `expected ${wanted}, found ${found.text}`);

  private list(item: () => Expression): Expression[] {
    this.expect('mark', '(');
    const items = [item()];
    while (this.isNext('mark', ',')) {
      this.take();
      items.push(item());
    }
    this.expect('mark', ')');
    return items;
  }

  private joined(kind: 'and' | 'or', part: () => Expression): Expression {
    const first = part();
    const parts = [first];
    while (this.isNext('word', kind)) {
      this.take();
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, of: parts, at: first.at };
  }

  private disjunction = (): Expression => {
    this.depth += 1;
    if (this.depth > deepest)
      throw faulty(this.text, this.peek().at, `it is nested deeper than ${deepest} levels`);
    const tree = this.joined('or', () => this.joined('and', this.negation));
    this.depth -= 1;
    return tree;
  };

  private negation = (): Expression => {
    const nots: Token[] = [];
    while (this.isNext('word', 'not')) nots.push(this.take());
    return nots.reduceRight<Expression>((of, { at }) => ({ kind: 'not', of, at }), this.comparison());
  };

  private comparison(): Expression {
    const left = this.atom();
    const { kind, text } = this.peek();
    if (kind === 'mark' && (text === '==' || text === '!=' || text === '>=' || text === '<=')) {
      this.take();
      return { kind: 'compare', op: text, left, right: this.atom(), at: left.at };
    }
    if (!this.isNext('word', 'in')) return left;
    this.take();
    return { kind: 'in', of: left, among: this.list(this.atom), at: left.at };
  }

  private atom = (): Expression => {
    const found = this.take();
    const { kind, text, at } = found;
    if (kind === 'number') return { kind: 'literal', value: Number(text), at };
    if (kind === 'string') return { kind: 'literal', value: text, at };
    if (kind === 'mark' && text === '(') {
      const inner = this.disjunction();
      this.expect('mark', ')');
      return inner;
    }
    if (kind !== 'word') throw this.unexpected(found, 'a fact, a value or a bracket');
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', at };
    if (text === 'count') return { kind: 'count', of: this.list(this.disjunction), at };
    if (text === 'has' || text === 'any' || text === 'only' || text === 'nonempty')
      return this.setTest(text, at);
    if (words.has(text)) throw this.unexpected(found, 'a fact, a value or a bracket');
    return { kind: 'fact', name: text, at };
  };

  private setTest(test: SetTest, at: number): Expression {
    this.expect('mark', '(');
    const fact = this.expect('word').text;
    const values: string[] = [];
    while (this.isNext('mark', ',')) {
      this.take();
      values.push(this.expect('string').text);
    }
    this.expect('mark', ')');
    const fits =
      test === 'nonempty' ? values.length === 0 : test === 'has' ? values.length === 1 : values.length > 0;
    const wanted = test === 'nonempty' ? 'no value' : test === 'has' ? 'one value' : 'at least one value';
    if (!fits) throw faulty(this.text, at, `${test} takes a fact and ${wanted}`);
    return { kind: 'set', test, fact, values, at };
  }
}
