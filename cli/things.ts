import { z } from 'zod';
import { isDigest } from './gate/question';
import { apiPath, Refused, type Rest } from './rest';
import { badData } from './terminal';

/** What can be listed and shown, by the word for one of it: the path below /api/v1 and the columns of its list. */
export const kinds = {
  system: { path: ['systems'], columns: ['name', 'stage', 'id'] },
  model: { path: ['models'], columns: ['name', 'latest.version', 'latest.digest', 'id'] },
  prompt: { path: ['prompts'], columns: ['name', 'latest.number', 'latest.digest', 'id'] },
  dataset: { path: ['datasets'], columns: ['name', 'kind', 'latest.number', 'latest.digest', 'id'] },
  suite: { path: ['suites'], columns: ['name', 'latest.number', 'latest.digest', 'id'] },
  run: { path: ['runs'], columns: ['suiteName', 'state', 'verdict', 'createdAt', 'id'] },
  schedule: {
    path: ['schedules'],
    columns: ['suiteName', 'name', 'state', 'cron', 'timeZone', 'nextAt', 'id'],
  },
  study: { path: ['studies'], columns: ['name', 'id'] },
  judge: { path: ['judges'], columns: ['name', 'number', 'kind', 'standing', 'digest', 'id'] },
  review: { path: ['reviews'], columns: ['name', 'state', 'given', 'caseCount', 'overlap', 'id'] },
  release: { path: ['releases'], columns: ['system', 'version', 'state', 'digest', 'id'] },
  signoff: {
    path: ['signoffs'],
    columns: ['system', 'version', 'environment', 'role', 'meaning', 'person', 'event'],
  },
  environment: { path: ['environments'], columns: ['name', 'inForce.version', 'inForce.digest'] },
  decision: {
    path: ['gate', 'decisions'],
    columns: ['environment', 'decision', 'evaluatedAt', 'releaseDigest', 'id'],
  },
  evidence: { path: ['evidence'], columns: ['type', 'title', 'state', 'id'] },
  framework: { path: ['frameworks'], columns: ['id', 'title'] },
  export: { path: ['exports'], columns: ['kind', 'state', 'fileName', 'id'] },
  vendor: { path: ['vendors'], columns: ['name', 'country', 'state', 'id'] },
  person: { path: ['people'], columns: ['name', 'email', 'id'] },
} as const satisfies Record<
  string,
  { readonly path: readonly string[]; readonly columns: readonly string[] }
>;
export type Kind = keyof typeof kinds;

const Item = z.looseObject({ id: z.string() });
const Page = z.looseObject({ items: z.array(Item), nextCursor: z.string().nullable() });
const Version = z.looseObject({
  id: z.string(),
  version: z.string().optional(),
  number: z.int().optional(),
  digest: z.string().nullish(),
});
const Versions = z.looseObject({ items: z.array(Version), nextCursor: z.string().nullable() });
export type Item = z.infer<typeof Item>;

/** The one thing of this kind and exactly this name; null when there is none. */
export async function named(rest: Rest, kind: Kind, name: string): Promise<Item | null> {
  const page = await rest.ask('GET', apiPath(kinds[kind].path, { name, limit: 1 }), Page);
  return page.items[0] ?? null;
}

/** The id behind an id or a name. */
export async function idOf(rest: Rest, kind: Kind, prefix: string, given: string): Promise<string> {
  if (given.startsWith(`${prefix}_`)) return given;
  const found = await named(rest, kind, given);
  if (!found) throw badData(`there is no ${kind} called ${given}`);
  return found.id;
}

const Vendors = z.looseObject({ items: z.array(Item.extend({ name: z.string() })) });

/** The vendor in the register behind an id or a name; names differ in more than their case. */
export async function vendorIdOf(rest: Rest, given: string): Promise<string> {
  if (given.startsWith('ven_')) return given;
  const query = { search: given.slice(0, 100), state: 'active', limit: 200 };
  const page = await rest.ask('GET', apiPath(['vendors'], query), Vendors);
  const found = page.items.find(({ name }) => name.toLowerCase() === given.toLowerCase());
  if (!found) throw badData(`there is no vendor called ${given}`);
  return found.id;
}

/** The id of the version that `name@version` (or number, or a prompt's label) names. */
export async function versionIdOf(rest: Rest, kind: Kind, prefix: string, given: string): Promise<string> {
  if (given.startsWith(`${prefix}_`)) return given;
  const [, name, wanted] = /^([^@]+)@([^@]+)$/.exec(given) ?? [];
  if (name === undefined || wanted === undefined)
    throw badData(`${given} must be ${kind === 'prompt' ? 'name@number or name@label' : 'name@version'}`);
  const { id } = (await named(rest, kind, name)) ?? {};
  if (id === undefined) throw badData(`there is no ${kind} called ${name}`);
  const found =
    (await versionOf(rest, kind, id, wanted)) ?? (kind === 'prompt' ? await atLabel(rest, id, wanted) : null);
  if (!found) throw badData(`${kind} ${name} has no version ${wanted}`);
  return found.id;
}

async function versionOf(rest: Rest, kind: Kind, id: string, wanted: string) {
  let cursor: string | undefined;
  do {
    const path = apiPath([...kinds[kind].path, id, 'versions'], { limit: 200, cursor });
    const page = await rest.ask('GET', path, Versions);
    const found = page.items.find(({ version, number }) => wanted === (version ?? String(number)));
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return null;
}

async function atLabel(rest: Rest, id: string, label: string) {
  try {
    return await rest.ask('GET', apiPath(['prompts', id, 'labels', label]), Version);
  } catch (error) {
    if (error instanceof Refused && (error.status === 404 || error.status === 400)) return null;
    throw error;
  }
}

export const Release = z.looseObject({
  id: z.string(),
  system: z.string(),
  version: z.string(),
  state: z.string(),
  digest: z.string().nullable(),
});
const Releases = z.looseObject({ items: z.array(Release) });

/** The release behind `rel_…`, `sha256:…` or `system@version`. */
export async function releaseOf(rest: Rest, given: string): Promise<z.infer<typeof Release>> {
  if (given.startsWith('rel_')) return rest.ask('GET', apiPath(['releases', given]), Release);
  if (isDigest(given)) return rest.ask('GET', apiPath(['releases', 'by-digest', given]), Release);
  const [, system, version] = /^([^@]+)@([^@]+)$/.exec(given) ?? [];
  if (system === undefined || version === undefined)
    throw badData(`${given} is none of rel_…, sha256:… and system@version`);
  const query = { systemId: await idOf(rest, 'system', 'sys', system), search: version, limit: 200 };
  const page = await rest.ask('GET', apiPath(['releases'], query), Releases);
  const found = page.items.find((one) => one.version === version);
  if (!found) throw badData(`${system} has no release ${version}`);
  return found;
}
