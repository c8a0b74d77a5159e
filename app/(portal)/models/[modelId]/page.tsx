import { Cpu, Plus } from 'lucide-react';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import { ListModelVersions, type Model } from '@/server/registry/schema/models';
import { api } from '@/server/trpc/caller';
import { Identity } from '../identity';
import { kindLabel } from '../kinds';
import { EditModel } from './edit-model';

export const metadata = { title: 'Model' };

export default async function ModelPage({ params, searchParams }: PageProps<'/models/[modelId]'>) {
  const [{ modelId }, { cursor }] = await Promise.all([params, searchParams]);
  const model = await orNotFound((await api()).models.get({ modelId }));
  const { id, name, intendedUse, licence, latest } = model;
  const reason = await mayNot('edit', 'Model', model);
  const add = (
    <LinkButton
      href={paths.newModelVersion(id)}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={reason}
    >
      Add version
    </LinkButton>
  );
  return (
    <Page
      title={name}
      breadcrumb={[{ label: 'Models', href: paths.models() }]}
      meta={[
        <PersonName key="owner" id={model.ownerId} />,
        latest && <Identity key="digest" {...latest} />,
        <span key="created">
          registered <Time value={model.createdAt} style="date" />
        </span>,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`model/${id}`} orgId={model.orgId} />
          <EditModel model={{ id, name, intendedUse, licence }} reason={reason} />
          {add}
        </>
      }
    >
      {latest?.warning && <Alert tone="warning">{latest.warning}.</Alert>}
      <Section title="About" frame="card">
        <KeyValues
          items={[
            {
              label: 'Intended use',
              value: intendedUse && <p className="whitespace-pre-line">{intendedUse}</p>,
            },
            { label: 'Licence', value: licence },
          ]}
        />
      </Section>
      <Versions model={model} cursor={cursor} add={add} />
    </Page>
  );
}

interface VersionsProps {
  readonly model: Model;
  readonly cursor: string | string[] | undefined;
  readonly add: React.ReactNode;
}

async function Versions({ model, cursor, add }: VersionsProps) {
  const asked = ListModelVersions.catch({ modelId: model.id, limit: 50 }).parse({
    modelId: model.id,
    cursor,
  });
  const { items, nextCursor } = await (await api()).models.versions(asked);
  return (
    <Section title="Versions" description="Newest first. A version never changes.">
      <DataTable
        caption={`Versions of ${model.name}`}
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.modelVersion(model.id, row.id)}
        empty={
          <EmptyState icon={<Cpu />} title="No versions yet" action={add}>
            A version names the exact bytes, or what the provider says they are.
          </EmptyState>
        }
        columns={[
          { key: 'version', header: 'Version', cell: (row) => row.version },
          { key: 'kind', header: 'Named by', from: 'md', cell: (row) => kindLabel(row.source.kind) },
          { key: 'digest', header: 'Digest', cell: (row) => <Identity {...row} /> },
          { key: 'card', header: 'Card', from: 'lg', cell: (row) => (row.cardDigest ? 'Yes' : 'None') },
          { key: 'by', header: 'Added by', from: 'lg', cell: (row) => <PersonName id={row.createdBy} /> },
          { key: 'at', header: 'Added', align: 'right', cell: (row) => <Time value={row.createdAt} /> },
        ]}
      />
      <Pagination
        previous={cursor ? paths.model(model.id) : null}
        next={nextCursor && withQuery(paths.model(model.id), { cursor: nextCursor })}
      />
    </Section>
  );
}
