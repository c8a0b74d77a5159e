import { at } from '@/server/gates/rules/json';
import { changeUnder, type Leaf } from './events';
import { Failure, type Ledger } from './report';

/** A file that somebody was given, beside the bundle. */
export interface GivenFile {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

const changed = (leaf: Leaf, path: string): unknown => changeUnder(leaf.event, path)?.to;

/** Finds each file in the log by its digest: sealed, by whom and when, or a draft, which proves less. */
export function checkGivenFiles(ledger: Ledger, leaves: readonly Leaf[], files: readonly GivenFile[]): void {
  const made = files.length === 0 ? [] : leaves.filter(({ type }) => type === 'export.created');
  for (const { name, sha256 } of files) {
    ledger.run(`document ${name}`, () => {
      const origins = made.filter((leaf) => changed(leaf, '/sha256') === sha256);
      if (origins.length === 0)
        throw new Failure(
          `no event of the log names a file with the digest sha256:${sha256}: it was not made there, was changed ` +
            'since, or is newer than this bundle',
        );
      const seal = leaves.find(
        ({ type, ref }) => type === 'document.sealed' && origins.some((one) => one.ref === ref),
      );
      if (!seal) {
        ledger.incomplete.push(
          `${name} is a file of this portal, but no seal: its content was never made final.`,
        );
        return { detail: `made at index ${origins[0]?.index}, not sealed`, value: true };
      }
      return { detail: sealed(leaves, seal, origins), value: true };
    });
  }
}

function sealed(leaves: readonly Leaf[], seal: Leaf, origins: readonly Leaf[]): string {
  const content = changed(seal, '/content_sha256');
  const origin = origins.find(({ ref }) => ref === seal.ref);
  if (!origin || typeof content !== 'string' || changed(origin, '/content_sha256') !== content)
    throw new Failure('the seal is of other content than the file', seal.index);
  const later = leaves.findLast(
    (leaf) =>
      leaf.type === 'document.sealed' &&
      leaf.index > seal.index &&
      changed(leaf, '/content_sha256') !== content &&
      aboutTheSame.every((path) => changed(leaf, path) === changed(seal, path)),
  );
  const missing = Number(changed(seal, '/missing') ?? 0);
  return [
    `sealed by ${String(at(seal.event, 'actor', 'person'))} at ${new Date(seal.at_us / 1000).toISOString()}, index ${seal.index}`,
    `content sha256:${content}`,
    missing === 0 ? 'every mandatory field recorded' : `${missing} mandatory fields not recorded`,
    ...(later ? [`superseded by the seal at index ${later.index}`] : []),
  ].join('; ');
}
const aboutTheSame = ['/kind', '/document', '/systemId', '/releaseId', '/environment', '/incidentId'];
