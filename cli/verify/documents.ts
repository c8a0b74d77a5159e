import { at, list } from '@/server/gates/rules/json';
import type { GatePolicy } from '@/server/gates/schema/policy';
import { parseStrictJson } from '@/server/kernel/canonical';
import type { Facts } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { sha256Hex } from './crypto';
import { Failure } from './report';

/** The documents of one release that signatures and decisions name by digest. Digests read `sha256:…`. */
export interface Documents {
  readonly manifest: ReleaseManifest;
  readonly release_digest: string;
  readonly policies: ReadonlyMap<string, GatePolicy>;
  readonly dossiers: ReadonlyMap<string, Facts>;
}

export type Files = ReadonlyMap<string, Buffer>;

/** The file's text as JSON; throws Refusal('invalid') on anything but strict JSON of at most 64 MiB. */
export function jsonOf(files: Files, path: string): unknown {
  const bytes = files.get(path);
  if (!bytes) throw new Failure(`${path} is missing`);
  return parseStrictJson(bytes.toString('utf8'), { maxBytes: 67_108_864, maxDepth: 32 });
}

/** Reads release, policies and dossiers of a bundle; throws Failure when one has not the shape it must have. */
export function readDocuments(files: Files, releaseDigest: string): Documents {
  const path = 'release/release-manifest.json';
  const value = jsonOf(files, path);
  const digest = digestOf(files, path);
  if (digest !== releaseDigest) throw new Failure(`${path}: expected ${releaseDigest}, found ${digest}`);
  need(path, value, 'countersign.release/v1', ['artifacts', 'suites', 'studies', 'frameworks', 'authors']);
  const some = (pattern: RegExp) => [...files.keys()].filter((name) => pattern.test(name));
  const policies = some(/^policy\/[^/]+\.json$/).map((name) => {
    const policy = jsonOf(files, name);
    need(name, policy, 'countersign.policy/v1', ['quorum', 'forbid']);
    need(name, at(policy, 'require'), undefined, ['suites', 'studies', 'frameworks']);
    if (!list(at(policy, 'quorum')).every(isSlot)) throw new Failure(`${name} has a quorum that cannot be`);
    return [digestOf(files, name), policy as GatePolicy] as const;
  });
  const dossiers = some(/^release\/dossier-\d+\.json$/).map((name) => {
    const dossier = jsonOf(files, name);
    need(name, dossier, 'countersign.dossier/v1', ['suites', 'studies', 'checklists', 'findings']);
    for (const one of list(at(dossier, 'checklists'))) need(name, one, undefined, ['controls']);
    if (at(dossier, 'release_digest') !== releaseDigest)
      throw new Failure(`${name} is about another release`);
    return [digestOf(files, name), dossier as Facts] as const;
  });
  return {
    manifest: value as ReleaseManifest,
    release_digest: digest,
    policies: new Map(policies),
    dossiers: new Map(dossiers),
  };
}

const isSlot = (slot: unknown, index: number) => {
  const [role, n] = [at(slot, 'role'), at(slot, 'n')];
  return index < 20 && typeof role === 'string' && Number.isInteger(n) && Number(n) >= 1 && Number(n) <= 10;
};

const digestOf = (files: Files, path: string) => `sha256:${sha256Hex(files.get(path) ?? Buffer.alloc(0))}`;

function need(path: string, value: unknown, schema: string | undefined, lists: readonly string[]) {
  if (at(value, 'schema') !== schema) throw new Failure(`${path} is not of the schema ${String(schema)}`);
  const missing = lists.find((key) => !Array.isArray(at(value, key)));
  if (missing !== undefined) throw new Failure(`${path} has no list ${missing}`);
}
