import type { ReleaseManifest } from '../../releases/schema/manifest';

type Lists = 'artifacts' | 'prompts' | 'datasets' | 'suites' | 'studies';
const words: Record<Lists, string> = {
  artifacts: 'model',
  prompts: 'prompt',
  datasets: 'dataset',
  suites: 'suite',
  studies: 'study',
};

export interface PartChange {
  readonly kind: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between two manifests, part by part; digests without their prefix. Equal parts are left out. */
export function manifestChanges(before: ReleaseManifest | null, after: ReleaseManifest): PartChange[] {
  const lists = (Object.keys(words) as Lists[]).flatMap((list) =>
    compared(words[list], before ? pairsOf(before[list]) : [], pairsOf(after[list])),
  );
  const frameworks = (manifest: ReleaseManifest) =>
    manifest.frameworks.map(({ id, digest }) => [id, digest.sha256] as const);
  const config = (manifest: ReleaseManifest | null) =>
    manifest?.config ? [['config', manifest.config.digest.sha256] as const] : [];
  return [
    ...lists,
    ...compared('framework', before ? frameworks(before) : [], frameworks(after)),
    ...compared('configuration', config(before), config(after)),
  ];
}

type Pair = readonly [name: string, digest: string];
const pairsOf = (parts: readonly { name: string; digest: { sha256: string } }[]): Pair[] =>
  parts.map(({ name, digest }) => [name, digest.sha256]);

function compared(kind: string, before: readonly Pair[], after: readonly Pair[]): PartChange[] {
  const [was, is] = [new Map(before), new Map(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((name) => {
    const change = { kind, name, before: was.get(name) ?? null, after: is.get(name) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** One line for each change, as the signer reads it. */
export const changeLines = (changes: readonly PartChange[]): string[] =>
  changes.map(({ kind, name, before, after }) => {
    const short = (digest: string) => digest.slice(0, 12);
    if (before === null) return `${kind} ${name}: new (${short(after ?? '')})`;
    if (after === null) return `${kind} ${name}: removed`;
    return `${kind} ${name}: ${short(before)} -> ${short(after)}`;
  });
