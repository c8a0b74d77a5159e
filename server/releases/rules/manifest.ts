import { canonicalBytes } from '../../kernel/canonical';
import { invalid } from '../../kernel/refusal';
import type { ReleaseManifest } from '../schema/manifest';

type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Order of UTF-16 code units, the same on every machine; locales are not. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `sha256:` and the hexadecimal digest of the RFC 8785 bytes of a value. */
export function digestOf(value: unknown, sha256: Sha256): string {
  const hash = sha256(canonicalBytes(value));
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The manifest in its one canonical form: lists sorted, authors without repetition, absent single parts left out.
 * Throws Refusal('invalid') when two parts of one list carry the same name.
 */
export function releaseManifest(parts: Omit<ReleaseManifest, 'schema'>): ReleaseManifest {
  const { config, model_card: card, sbom } = parts;
  return {
    schema: 'countersign.release/v1',
    org: parts.org,
    system: { id: parts.system.id, name: parts.system.name },
    version: parts.version,
    previous: parts.previous,
    artifacts: sorted('artifacts', parts.artifacts, ({ role, name }) => `${role} ${name}`),
    prompts: sorted('prompts', parts.prompts, nameOf),
    ...(config && { config }),
    datasets: sorted('datasets', parts.datasets, nameOf),
    suites: sorted('suites', parts.suites, nameOf),
    studies: sorted('studies', parts.studies, nameOf),
    frameworks: sorted('frameworks', parts.frameworks, ({ id }) => id),
    ...(card && { model_card: card }),
    ...(sbom && { sbom }),
    authors: [...new Set(parts.authors)].sort(byText),
  };
}

/** `sha256:…` of the manifest's exact bytes; the exported file has the same digest. */
export const releaseDigest = (manifest: ReleaseManifest, sha256: Sha256): string =>
  digestOf(manifest, sha256);

const nameOf = ({ name }: { name: string }) => name;

function sorted<T extends object>(list: string, items: readonly T[], key: (item: T) => string): T[] {
  const keys = items.map(key);
  const twice = keys.find((one, index) => keys.indexOf(one) !== index);
  if (twice !== undefined)
    throw invalid(list, `${list} names "${twice}" twice; give each part a name of its own`);
  return items.map(withoutAbsent).sort((a, b) => byText(key(a), key(b)));
}

const withoutAbsent = <T extends object>(item: T): T =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as T;
