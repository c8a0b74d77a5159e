import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { z } from 'zod';
import { evaluator, passed, unitRange } from '../contract';
import { parsedJson } from './json';

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
} as const;

/** Why a text is not well-formed XML, or null when it is. Entities of its own document type are not expanded. */
export function xmlProblem(text: string): string | null {
  let problem: string | null = null;
  const parser = new SaxesParser();
  parser.on('error', ({ message }) => {
    problem ??= message;
  });
  parser.write(text).close();
  return problem;
}

export const isXml = evaluator({
  ...facts,
  id: 'text.is-xml',
  docs: {
    summary: 'The whole answer is one well-formed XML document.',
    formula: '1[parse(trim(output)) succeeds]',
    source: 'XML 1.0 (fifth edition) well-formedness, checked by saxes; no validation against a schema',
  },
  params: z.strictObject({
    root: z.string().min(1).max(200).optional().describe('name that the root element must have'),
  }),
  kind: () => 'rate',
  score: ({ output }, { root }) => {
    const problem = xmlProblem(output.trim());
    if (problem !== null) return passed(false, problem);
    const name = /<([^\s/>!?]+)/.exec(output)?.[1];
    return root === undefined || name === root ? passed(true) : passed(false, `the root element is ${name}`);
  },
});

const mostHtml = 200_000;
const tag = /<([a-z][a-z0-9-]{0,40})(?:\s[^<>]{0,2000})?\/?>/i;

type HtmlNode = DefaultTreeAdapterTypes.Node;

const mayStayOpen: ReadonlySet<string> = new Set(
  [
    'html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th',
    'area base br col embed hr img input link meta source track wbr',
  ].flatMap((line) => line.split(' ')),
);

/** Name of the first element whose end tag is missing and may not be; without recursion, as trees may be deep. */
function unclosed(root: HtmlNode): string | null {
  const open: HtmlNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const at = 'tagName' in node ? node.sourceCodeLocation : null;
    if ('tagName' in node && at && !at.endTag && !mayStayOpen.has(node.tagName)) return node.tagName;
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) open.push(child);
  }
  return null;
}

/** The first error of a text as HTML, or null. A document starts with a doctype or <html>, else it is a fragment. */
export function htmlProblem(text: string): string | null {
  let problem: string | null = null;
  const options = {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }: { code: string; startLine: number }) => {
      problem ??= `${code} in line ${startLine}`;
    },
  };
  const isDocument = /^\s*<(?:!doctype|html)[\s>]/i.test(text);
  const left = unclosed(isDocument ? parse(text, options) : parseFragment(text, options));
  return problem ?? (left === null ? null : `<${left}> is not closed`);
}

export const isHtml = evaluator({
  ...facts,
  id: 'text.is-html',
  docs: {
    summary:
      'The whole answer is HTML: it begins and ends with a tag and parses without an error of the standard.',
    formula:
      '1[no parse error and no element left open that must be closed]; a document with doctype or <html>, else a fragment; at most 200,000 characters',
    source: 'WHATWG HTML, section 13.2, by parse5, which skips stray end tags as browsers do',
  },
  params: z.strictObject({}),
  kind: () => 'rate',
  score: ({ output }) => {
    const text = output.trim();
    if (text.length > mostHtml) return passed(false, `longer than ${mostHtml} characters`);
    if (!tag.test(text) || !text.startsWith('<') || !text.endsWith('>')) return passed(false, 'not HTML');
    const problem = htmlProblem(text);
    return passed(problem === null, problem ?? undefined);
  },
});

export const containsHtml = evaluator({
  ...facts,
  id: 'text.contains-html',
  docs: {
    summary: 'Somewhere in the answer stands an HTML tag.',
    formula: '1[a known element of HTML occurs as a tag]',
    source: 'element names of the WHATWG HTML index',
  },
  params: z.strictObject({}),
  kind: () => 'rate',
  score: ({ output }) => {
    const names = output.slice(0, mostHtml).matchAll(new RegExp(tag, 'gi'));
    return passed([...names].some(([, name]) => name !== undefined && elements.has(name.toLowerCase())));
  },
});

const elements: ReadonlySet<string> = new Set(
  [
    'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col',
    'colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2',
    'h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta',
    'meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search',
    'section select slot small source span strong style sub summary sup table tbody td template textarea tfoot th thead',
    'time title tr track u ul var video wbr svg math',
  ].flatMap((line) => line.split(' ')),
);

/** The first JSON object or array inside a text (fenced or bare), or null. Looks at 20 openings at most. */
export function jsonInside(text: string): { readonly value: unknown } | null {
  const fenced = /```(?:json)?\s*\n([^`]{1,1000000})```/.exec(text)?.[1];
  const whole = parsedJson(fenced ?? text);
  if (whole !== null && typeof whole.value === 'object') return whole;
  let opening = -1;
  for (let tries = 0; tries < 20; tries++) {
    opening = nextOpening(text, opening + 1);
    if (opening < 0) return null;
    const end = balancedEnd(text, opening);
    const found = end === null ? null : parsedJson(text.slice(opening, end));
    if (found) return found;
  }
  return null;
}

function nextOpening(text: string, from: number): number {
  const [object, list] = [text.indexOf('{', from), text.indexOf('[', from)];
  return object < 0 || list < 0 ? Math.max(object, list) : Math.min(object, list);
}

/** Just after the bracket that closes the one at `start`, texts in quotes skipped; null when it never closes. */
function balancedEnd(text: string, start: number): number | null {
  let [depth, quoted] = [0, false];
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (quoted && letter === '\\') at++;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === '{' || letter === '[')) depth++;
    else if (!quoted && (letter === '}' || letter === ']') && --depth === 0) return at + 1;
  }
  return null;
}

export const containsJson = evaluator({
  ...facts,
  id: 'text.contains-json',
  docs: {
    summary: 'Somewhere in the answer, fenced or bare, stands a JSON object or list.',
    formula: '1[a balanced {…} or […] parses]; the first 20 openings are tried',
    source: 'RFC 8259',
  },
  params: z.strictObject({}),
  kind: () => 'rate',
  score: ({ output }) => passed(jsonInside(output) !== null),
});

export const containsLink = evaluator({
  ...facts,
  id: 'text.contains-link',
  docs: {
    summary: 'The answer holds a web address.',
    formula: '1[http:// or https:// with a host, or www. with a domain]',
    source: 'RFC 3986, web addresses only',
  },
  params: z.strictObject({}),
  kind: () => 'rate',
  score: ({ output }) =>
    passed(/\bhttps?:\/\/[\p{L}\p{N}[][^\s<>"]|\bwww\.[\p{L}\p{N}-]{1,63}\.\p{L}{2}/iu.test(output)),
});
