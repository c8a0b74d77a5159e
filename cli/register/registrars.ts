import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { z } from 'zod';
import { treeText } from '@/server/registry/rules/model-identity';
import { PromptContent } from '@/server/prompts/schema';
import { fileDigest, filesUnder } from '../input/digests';
import { assertFile, bytesOf, textOf } from '../input/files';
import { parsedYaml, readYaml } from '../input/yaml';
import { apiPath, longTimeoutMs, Refused, type Rest } from '../rest';
import { type Terminal, usageError } from '../terminal';
import { type Item, type Kind, kinds, named } from '../things';

export interface RegisterOptions {
  readonly name?: string;
  readonly version?: string;
  readonly label?: string;
  readonly table?: boolean;
}
export interface Registered {
  readonly kind: string;
  /** of the version, of a system its own */
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly digest: string | null;
  readonly status: 'created' | 'added' | 'changed' | 'unchanged';
}
type Registrar = (
  rest: Rest,
  path: string,
  options: RegisterOptions,
  terminal: Terminal,
) => Promise<Registered>;

const Thing = z.looseObject({ id: z.string(), name: z.string() });
const Added = z.looseObject({
  id: z.string(),
  number: z.int().optional(),
  version: z.string().optional(),
  digest: z.string().nullish(),
  identityDigest: z.string().optional(),
  unchanged: z.boolean(),
});

/** `name.yaml` is called name. */
const nameOf = (path: string, { name }: RegisterOptions): string => {
  if (name !== undefined) return name;
  if (path === '-') throw usageError('name what comes from standard input with --name');
  const file = basename(resolve(path));
  return file.slice(0, file.length - extname(file).length);
};

/** The thing of this name, made when there is none. */
async function ensured(
  rest: Rest,
  kind: Kind,
  name: string,
  body: object,
): Promise<Item & { isNew: boolean }> {
  const found = await named(rest, kind, name);
  if (found) return { ...found, isNew: false };
  const made = await rest.ask('POST', apiPath(kinds[kind].path), Thing, { body: { name, ...body } });
  return { ...made, isNew: true };
}

const registered = (
  kind: string,
  name: string,
  isNew: boolean,
  added: z.infer<typeof Added>,
): Registered => ({
  kind,
  id: added.id,
  name,
  version: added.version ?? (added.number === undefined ? null : String(added.number)),
  digest: added.digest ?? added.identityDigest ?? null,
  status: added.unchanged ? 'unchanged' : isNew ? 'created' : 'added',
});

const SystemFile = z.strictObject({
  name: z.string().optional(),
  purpose: z.string(),
  stage: z.string().optional(),
  ownerId: z.string().optional(),
});

const system: Registrar = async (rest, path, options, terminal) => {
  const { name: own, ...facts } = await readYaml(path, SystemFile, terminal);
  const name = options.name ?? own ?? nameOf(path, options);
  const done = { kind: 'system', name, version: null, digest: null };
  const found = await ensured(rest, 'system', name, facts);
  if (found.isNew) return { ...done, id: found.id, status: 'created' };
  const isSame = Object.entries(facts).every(
    ([field, value]) => value === undefined || found[field] === value,
  );
  if (isSame) return { ...done, id: found.id, status: 'unchanged' };
  await rest.ask('PATCH', apiPath(['systems', found.id]), Thing, { body: facts });
  return { ...done, id: found.id, status: 'changed' };
};

const ModelFile = z.strictObject({
  name: z.string().optional(),
  version: z.coerce.string().optional(),
  source: z.looseObject({ kind: z.string() }),
  card: z.string().optional(),
  intendedUse: z.string().optional(),
  licence: z.string().optional(),
});

const model: Registrar = async (rest, path, options, terminal) => {
  const { name: own, version: ownVersion, source, card, ...facts } = await modelFile(path, terminal);
  const name = options.name ?? own ?? nameOf(path, options);
  const version = options.version ?? ownVersion;
  if (version === undefined) throw usageError('a model needs a version: --version, or version in its file');
  const { id, isNew } = await ensured(rest, 'model', name, facts);
  const body = { version, source, card };
  return registered(
    'model',
    name,
    isNew,
    await rest.ask('POST', apiPath(['models', id, 'versions']), Added, { body }),
  );
};

/** A description with a `source`; anything else is the model itself, named by its digest. */
async function modelFile(path: string, terminal: Terminal): Promise<z.output<typeof ModelFile>> {
  const stats = path === '-' ? null : await lstat(path).catch(() => null);
  if (stats?.isDirectory()) {
    const text = treeText(await filesUnder(path, '', terminal));
    return { source: { kind: 'tree', digest: `sha256:${createHash('sha256').update(text).digest('hex')}` } };
  }
  await assertFile(path);
  if (/\.ya?ml$/.test(path)) return readYaml(path, ModelFile, terminal);
  if (
    path.endsWith('.json') &&
    (stats?.size ?? 0) < 4_000_000 &&
    hasSource(await textOf(path, terminal, 4_000_000))
  )
    return readYaml(path, ModelFile, terminal);
  return { source: { kind: 'file', digest: `sha256:${await fileDigest(path, terminal)}` } };
}

function hasSource(text: string): boolean {
  try {
    const value = parsedYaml(text);
    return typeof value === 'object' && value !== null && 'source' in value;
  } catch {
    return false;
  }
}

const prompt: Registrar = async (rest, path, options, terminal) => {
  const content = await readYaml(path, PromptContent, terminal);
  const name = nameOf(path, options);
  const { id, isNew } = await ensured(rest, 'prompt', name, {});
  const added = await rest.ask('POST', apiPath(['prompts', id, 'versions']), Added, { body: content });
  if (options.label !== undefined) await moveLabel(rest, id, options.label, added.id);
  return registered('prompt', name, isNew, added);
};

async function moveLabel(rest: Rest, promptId: string, label: string, versionId: string): Promise<void> {
  const path = apiPath(['prompts', promptId, 'labels', label]);
  const now = await rest.ask('GET', path, z.looseObject({ id: z.string() })).catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  });
  if (now?.id === versionId) return;
  await rest.send('PUT', path, { body: { versionId, expectedVersionId: now?.id ?? null } });
}

const dataset: Registrar = async (rest, path, options, terminal) => {
  if (path !== '-') await assertFile(path);
  const contentType = path.endsWith('.csv') ? 'text/csv' : 'application/jsonl';
  const name = nameOf(path, options);
  const { id, isNew } = await ensured(rest, 'dataset', name, { kind: options.table ? 'table' : 'cases' });
  const stream = { bytes: bytesOf(path, terminal), contentType };
  const versions = apiPath(['datasets', id, 'versions']);
  return registered(
    'dataset',
    name,
    isNew,
    await rest.ask('POST', versions, Added, { stream, timeoutMs: longTimeoutMs }),
  );
};

const SuiteName = z.looseObject({ name: z.string() });
const NewSuite = Thing.extend({
  latest: z.looseObject({ id: z.string(), number: z.int(), digest: z.string() }),
});

const suite: Registrar = async (rest, path, _options, terminal) => {
  const definition = await readYaml(path, SuiteName, terminal);
  const { name } = definition;
  const found = await named(rest, 'suite', name);
  if (!found) {
    const { latest } = await rest.ask('POST', apiPath(['suites']), NewSuite, { body: { definition } });
    return registered('suite', name, true, { ...latest, unchanged: false });
  }
  const versions = apiPath(['suites', found.id, 'versions']);
  return registered('suite', name, false, await rest.ask('POST', versions, Added, { body: { definition } }));
};

export const registrars = { system, model, prompt, dataset, suite } as const;
