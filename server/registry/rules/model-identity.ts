import { canonical } from '@/server/kernel/canonical';
import { invalid } from '@/server/kernel/refusal';
import type { KeptSource } from '../schema/models';

/** RFC 8785 text whose SHA-256 is the identity of a model version. */
export function identityText(source: KeptSource): string {
  if (source.kind !== 'hosted') return canonical(source);
  const { config: _, ...identity } = source;
  return canonical(identity);
}

/** The digest of the model's bytes; null when nobody but the provider can vouch for them. */
export const contentDigest = (source: KeptSource): string | null =>
  source.kind === 'hosted' ? null : source.digest;

/** What a reader must know before relying on the identity. */
export function identityWarning(source: KeptSource): string | null {
  if (source.kind !== 'hosted') return null;
  const asserted = 'Provider-asserted: no content digest exists, so the provider may change the model unseen';
  const dated = /\d{4}|-\d{3}$/.test(source.model);
  return dated ? asserted : `${asserted}; its name carries no date, so it may be an alias that moves`;
}

export interface TreeFile {
  /** With forward slashes, relative to the folder. */
  readonly path: string;
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** `countersign.tree/v1`: the text whose SHA-256 is the digest of a folder; files sorted by path (UTF-16 code units).
 *  Symbolic links must not be followed or listed. Throws Refusal on paths that are empty, absolute, doubled or climb. */
export function treeText(files: readonly TreeFile[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  sorted.forEach(({ path }, at) => {
    const steps = path.split('/');
    if (steps.some((step) => step === '' || step === '.' || step === '..') || path.includes('\\'))
      throw invalid('path', `${JSON.stringify(path)} is not a path inside the folder`);
    if (sorted[at - 1]?.path === path) throw invalid('path', `${JSON.stringify(path)} is listed twice`);
  });
  // One entry at a time: the list may be longer than the depth and key limits of a single document allow.
  return `[${sorted.map(({ path, size, sha256 }) => canonical({ path, size, sha256 })).join(',')}]`;
}
