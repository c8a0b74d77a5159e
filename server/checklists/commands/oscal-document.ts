import { isMap, visit } from 'yaml';
import type { z } from 'zod';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { readYaml } from '@/server/kernel/yaml';
import { OscalCatalog, oscalLimits, OscalProfile } from '../schema/oscal';

export type OscalRead =
  | { readonly kind: 'catalog'; readonly catalog: OscalCatalog }
  | { readonly kind: 'profile'; readonly profile: OscalProfile };

/**
 * An OSCAL catalog or profile from JSON or YAML.
 * @param name how messages call the document
 * @throws Refusal invalid naming control and path
 */
export function oscalDocument(text: string, name: string): OscalRead {
  const tree = treeOf(text.replace(/^\uFEFF/, ''), name);
  assertDepth(tree, name);
  const root: Readonly<Record<string, unknown>> =
    typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>) : {};
  if ('catalog' in root)
    return { kind: 'catalog', catalog: fitting(OscalCatalog, root['catalog'], 'catalog', name) };
  if ('profile' in root)
    return { kind: 'profile', profile: fitting(OscalProfile, root['profile'], 'profile', name) };
  const [model = 'nothing'] = Object.keys(root);
  throw invalid(
    'content',
    `${name} is no OSCAL catalog or profile: it holds ${JSON.stringify(model.slice(0, 60))}`,
  );
}

function treeOf(text: string, name: string): unknown {
  if (text.trimStart().startsWith('<'))
    throw invalid('content', `${name} is XML; OSCAL is read as JSON or YAML`);
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw invalid('content', `${name} is not JSON: ${error instanceof Error ? error.message : ''}`);
    }
  }
  const { document, lines } = readYaml(text);
  const [wrong] = document.errors;
  if (wrong)
    throw invalid(
      'content',
      `${name}, line ${lines.linePos(wrong.pos[0]).line}: ${wrong.message.split('\n')[0]}`,
    );
  visit(document, {
    Alias: () => {
      throw invalid('content', `${name}: aliases (*name) are not read`);
    },
  });
  return isMap(document.contents) ? document.toJS() : null;
}

/** Whoever reads a tree goes down into it, so that a tree without end would end the reader. */
function assertDepth(tree: unknown, name: string): void {
  let level: unknown[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > oscalLimits.depth)
      throw invalid('content', `${name} is nested deeper than ${oscalLimits.depth} levels`);
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
}

const mostNamed = 20;

function fitting<T extends z.ZodType>(schema: T, tree: unknown, root: string, name: string): z.output<T> {
  const parsed = schema.safeParse(tree);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.slice(0, mostNamed).map(({ path, message }) => {
    const control = controlAt(tree, path);
    return `${name}, at ${[root, ...path].join('.')}${control ? `, control ${control}` : ''}: ${message}`;
  });
  const more = parsed.error.issues.length > 1 ? ` (and ${parsed.error.issues.length - 1} more)` : '';
  throw new Refusal('invalid', `This is no OSCAL ${root}: ${lines[0]}${more}`, {
    fields: { content: lines },
  });
}

/** The id of the innermost control that a path leads through. */
function controlAt(tree: unknown, path: readonly PropertyKey[]): string | null {
  let found: string | null = null;
  let at: unknown = tree;
  for (const [n, key] of path.entries()) {
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
    const isControl = path[n - 1] === 'controls' && typeof at === 'object' && at !== null && 'id' in at;
    if (isControl && typeof (at as { id: unknown }).id === 'string')
      found = (at as { id: string }).id.slice(0, 80);
  }
  return found;
}
