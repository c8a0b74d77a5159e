import type { ReleaseManifest } from '@/server/releases/schema/manifest';

type Named = {
  readonly name: string;
  readonly version?: string;
  readonly digest: { readonly sha256: string };
};
const part = (kind: string, { name, version = undefined, digest }: Named) => ({
  kind,
  name,
  version: version ?? null,
  digest: `sha256:${digest.sha256}`,
});

/** Artifacts are named `model@1.0.0` in a manifest. */
function versioned(name: string): { readonly name: string; readonly version?: string } {
  const at = name.lastIndexOf('@');
  return at > 0 && at < name.length - 1 ? { name: name.slice(0, at), version: name.slice(at + 1) } : { name };
}

/** Everything that a manifest names, as rows. */
export const partsOf = ({
  artifacts,
  prompts,
  datasets,
  suites,
  studies,
  frameworks,
  config,
}: ReleaseManifest) => [
  ...artifacts.map(({ role, name, digest }) => part(role, { ...versioned(name), digest })),
  ...prompts.map((one) => part('prompt', one)),
  ...datasets.map((one) => part('dataset', one)),
  ...suites.map((one) => part('suite', one)),
  ...studies.map((one) => part('bias study', one)),
  ...frameworks.map(({ id, digest }) => part('framework', { name: id, digest })),
  ...(config ? [part('configuration', { name: 'configuration', digest: config.digest })] : []),
];
