import { Package } from 'lucide-react';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';

type Release = Awaited<ReturnType<Api['releases']['get']>>;

/** The frozen manifest as a table of parts, and its exact bytes to take away. */
export function Contents({ release }: { release: Release }) {
  const { manifest } = release;
  if (!manifest) {
    return (
      <EmptyState framed icon={<Package />} title="Not frozen yet">
        Freezing builds the manifest from the chosen versions; its digest is what people sign.
      </EmptyState>
    );
  }
  const rows = [
    ...manifest.artifacts.map((part) => ({
      kind: part.role,
      name: part.name,
      version: '',
      digest: part.digest.sha256,
    })),
    ...manifest.prompts.map((part) => ({ kind: 'prompt', ...named(part) })),
    ...manifest.datasets.map((part) => ({ kind: 'dataset', ...named(part) })),
    ...manifest.suites.map((part) => ({ kind: 'suite', ...named(part) })),
    ...manifest.studies.map((part) => ({ kind: 'study', ...named(part) })),
    ...manifest.frameworks.map(({ id, digest }) => ({
      kind: 'framework',
      name: words(id),
      version: '',
      digest: digest.sha256,
    })),
  ];
  return (
    <>
      <Section
        title="Parts"
        frame="flush"
        actions={
          <LinkButton href={`/api/v1/releases/${release.id}/manifest`} download>
            Download manifest
          </LinkButton>
        }
      >
        <DataTable
          bare
          caption="Parts of the manifest"
          rows={rows}
          rowKey={(row) => `${row.kind} ${row.name}`}
          columns={[
            { key: 'kind', header: 'Part', cell: (row) => words(row.kind) },
            { key: 'name', header: 'Name', truncate: true, cell: (row) => row.name },
            { key: 'version', header: 'Version', cell: (row) => row.version },
            { key: 'digest', header: 'SHA-256', cell: (row) => <Digest value={row.digest} /> },
          ]}
        />
      </Section>
      <Section title="Manifest" description="The SHA-256 of the downloaded file is the release digest.">
        <CodeBlock
          code={JSON.stringify(manifest, null, 2)}
          title="release-manifest.json (indented for reading)"
        />
      </Section>
    </>
  );
}

const named = ({
  name,
  version,
  digest,
}: {
  name: string;
  version?: string;
  digest: { sha256: string };
}) => ({
  name,
  version: version ?? '',
  digest: digest.sha256,
});
