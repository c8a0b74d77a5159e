import { Download, FileText } from 'lucide-react';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/_lib/or-not-found';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { provisionWords } from '@/app/_lib/provision';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { FrameworkRef } from '@/server/checklists/schema';
import { api } from '@/server/trpc/caller';
import { CopyFramework } from './copy-framework';
import { EditFramework } from './edit-framework';
import { UseOf } from './use-of';
import { Versions } from './versions';

export const metadata = { title: 'Framework' };

export default async function FrameworkPage({
  params,
  searchParams,
}: PageProps<'/frameworks/[frameworkId]'>) {
  const [{ frameworkId }, { q, owner }] = await Promise.all([params, searchParams]);
  const asked = FrameworkRef.safeParse({ framework: frameworkId });
  if (!asked.success) notFound();
  const client = await api();
  const framework = await orNotFound(client.frameworks.get(asked.data));
  const systems = await client.systems.list({ limit: 200 });
  const versions = await client.frameworks.revisions(asked.data);
  const reason = await mayNot('edit', 'Framework', { orgId: framework.orgId });
  const search = typeof q === 'string' ? q.toLowerCase() : '';
  const rows = framework.pack.filter(
    (control) =>
      (!owner || control.owner_role === owner) &&
      `${control.title} ${control.citation} ${control.id}`.toLowerCase().includes(search),
  );
  const owners = [...new Set(framework.pack.map((control) => control.owner_role))].sort();
  return (
    <Page
      title={framework.title}
      breadcrumb={[{ label: 'Frameworks', href: paths.frameworks() }]}
      status={
        <Chip tone={framework.enabled ? 'positive' : 'neutral'}>
          {framework.enabled ? 'Used' : 'Not used'}
        </Chip>
      }
      actions={
        <>
          {framework.origin === 'own' && (
            <>
              <LinkButton
                href={withQuery(paths.newFramework(), { framework: framework.id })}
                icon={<FileText />}
                reason={reason}
              >
                Edit as text
              </LinkButton>
              <EditFramework framework={framework.id} reason={reason} />
            </>
          )}
          <CopyFramework framework={framework} reason={reason} />
          <LinkButton href={`/api/v1/frameworks/${framework.id}/oscal`} icon={<Download />} download>
            OSCAL catalog
          </LinkButton>
        </>
      }
      meta={[
        <Digest key="digest" value={framework.digest} />,
        `${framework.controls} controls`,
        `version ${framework.version}`,
      ]}
    >
      <UseOf framework={framework} systems={systems.items} reason={reason} />
      <Versions framework={framework.id} {...versions} />
      {framework.law.length === 0 && (
        <Section title="Source" frame="card">
          <KeyValues
            items={[
              { label: 'Status', value: framework.lawStatus },
              { label: 'As of', value: framework.asOf },
              { label: 'Revision', value: framework.revision },
            ]}
          />
        </Section>
      )}
      {framework.law.map((law) => (
        <Section key={law.id} title={law.instrument} frame="card">
          <KeyValues
            items={[
              { label: 'Status', value: law.status },
              { label: 'As of', value: law.as_of },
              { label: 'Confidence', value: law.confidence },
              { label: 'Watch', value: law.watch },
            ]}
          />
        </Section>
      ))}
      <FilterRow
        action={paths.framework(framework.id)}
        search={{ placeholder: 'Search controls', value: typeof q === 'string' ? q : undefined }}
        filters={[
          {
            name: 'owner',
            label: 'Owner',
            value: typeof owner === 'string' ? owner : undefined,
            options: owners.map((value) => ({ value, label: words(value) })),
          },
        ]}
      />
      <DataTable
        caption="Controls"
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.control(framework.id, id)}
        empty={<EmptyState title="No such control">No control of this pack fits the filters.</EmptyState>}
        columns={[
          { key: 'title', header: 'Control', wrap: true, cell: ({ title }) => title },
          {
            key: 'citation',
            header: 'Provision',
            from: 'lg',
            wrap: true,
            cell: ({ citation }) => provisionWords(citation),
          },
          { key: 'severity', header: 'Severity', from: 'md', cell: ({ severity }) => words(severity) },
          { key: 'scope', header: 'Kept per', from: 'xl', cell: ({ scope }) => words(scope) },
          { key: 'owner', header: 'Owner', cell: (control) => words(control.owner_role) },
          {
            key: 'from',
            header: 'Applies from',
            from: 'xl',
            cell: (control) =>
              control.applies_from ?? (control.applies_from_by_path ? 'by path' : 'in force'),
          },
        ]}
      />
    </Page>
  );
}
