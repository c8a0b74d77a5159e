import type { OscalImport, OscalSelection } from '../schema/oscal';
import type { Controls, Found } from './oscal-tree';

type Problem = (path: string, message: string) => void;

/** The controls that one import of a profile takes, in the order of their source. Without any include it takes all. */
export function selected(source: Controls, asked: OscalImport, path: string, problem: Problem): Found[] {
  const { 'include-all': all, 'include-controls': include, 'exclude-controls': exclude = [] } = asked;
  if (all && include) problem(path, 'has both include-all and include-controls');
  const taken = include ? namedBy(source, include, `${path}.include-controls`, problem) : null;
  const left = namedBy(source, exclude, `${path}.exclude-controls`, problem);
  return source.all.filter(({ control: { id } }) => (taken === null || taken.has(id)) && !left.has(id));
}

function namedBy(
  { all }: Controls,
  selections: readonly OscalSelection[],
  path: string,
  problem: Problem,
): ReadonlySet<string> {
  const known = new Set(all.map(({ control }) => control.id));
  const named = new Set<string>();
  for (const [n, selection] of selections.entries()) {
    const { 'with-ids': ids = [], matching = [], 'with-child-controls': children } = selection;
    const here = new Set(ids);
    for (const id of here)
      if (!known.has(id)) problem(`${path}.${n}.with-ids`, `there is no control ${id.slice(0, 80)}`);
    for (const [at, { pattern }] of matching.entries()) {
      const matched = [...known].filter((id) => pattern !== undefined && isLike(id, pattern));
      if (matched.length === 0) problem(`${path}.${n}.matching.${at}`, `no control matches ${pattern ?? ''}`);
      for (const id of matched) here.add(id);
    }
    for (const id of here) named.add(id);
    if (children !== 'yes') continue;
    for (const { control, within } of all) if (within.some((id) => here.has(id))) named.add(control.id);
  }
  return named;
}

/** Whether a text fits a pattern of `*` and `?`, in a time that grows with both lengths only. */
export function isLike(text: string, pattern: string): boolean {
  let [t, p, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      [star, from] = [p, t];
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      t += 1;
      p += 1;
    } else if (star >= 0) {
      from += 1;
      [p, t] = [star + 1, from];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}
