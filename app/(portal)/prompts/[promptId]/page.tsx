import { GitCompare, MessageSquareText, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import { ListPromptVersions, type Prompt } from '@/server/prompts/schema';
import { api } from '@/server/trpc/caller';
import { LabelChips } from '../label-chips';
import { EditPrompt } from './edit-prompt';
import { MoveLabel } from './move-label';

export const metadata = { title: 'Prompt' };

export default async function PromptPage({ params, searchParams }: PageProps<'/prompts/[promptId]'>) {
  const [{ promptId }, { cursor }] = await Promise.all([params, searchParams]);
  const prompt = await orNotFound((await api()).prompts.get({ promptId }));
  const { id, name, description, latest } = prompt;
  const reason = await mayNot('edit', 'Prompt', prompt);
  const add = (
    <LinkButton
      href={paths.newPromptVersion(id)}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={reason}
    >
      New version
    </LinkButton>
  );
  return (
    <Page
      title={name}
      breadcrumb={[{ label: 'Prompts', href: paths.prompts() }]}
      status={<LabelChips labels={prompt.labels} />}
      meta={[
        <PersonName key="owner" id={prompt.ownerId} />,
        latest && <Digest key="digest" value={latest.digest} />,
        <span key="created">
          created <Time value={prompt.createdAt} style="date" />
        </span>,
      ]}
      description={description}
      actions={
        <>
          <HistoryDrawer entity={`prompt/${id}`} orgId={prompt.orgId} />
          <EditPrompt prompt={{ id, name, description }} reason={reason} />
          {add}
        </>
      }
    >
      <Versions prompt={prompt} cursor={cursor} add={add} reason={reason} />
    </Page>
  );
}

interface VersionsProps {
  readonly prompt: Prompt;
  readonly cursor: string | string[] | undefined;
  readonly add: ReactNode;
  readonly reason: string | null;
}

async function Versions({ prompt: { id, name, labels }, cursor, add, reason }: VersionsProps) {
  const asked = ListPromptVersions.catch({ promptId: id, limit: 50 }).parse({ promptId: id, cursor });
  const { items, nextCursor } = await (await api()).prompts.versions(asked);
  const versions = items.map(({ id: versionId, number }) => ({ id: versionId, number }));
  const empty = items.length === 0 ? 'There is no version to point to yet' : null;
  return (
    <Section
      title="Versions"
      description="Newest first. A version never changes; the same wording again is the same version."
      actions={<MoveLabel promptId={id} labels={labels} versions={versions} reason={reason ?? empty} />}
    >
      <DataTable
        caption={`Versions of ${name}`}
        rows={items.map((row, index) => ({ ...row, before: items[index + 1]?.id }))}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.promptVersion(id, row.id)}
        empty={
          <EmptyState icon={<MessageSquareText />} title="No versions yet" action={add}>
            Write the text or chat template that your system sends.
          </EmptyState>
        }
        columns={[
          { key: 'number', header: 'Version', cell: (row) => row.number },
          {
            key: 'labels',
            header: 'Labels',
            cell: (row) => <LabelChips labels={labels.filter(({ versionId }) => versionId === row.id)} />,
          },
          {
            key: 'digest',
            header: 'Digest',
            cell: (row) => (
              <span className="relative">
                <Digest value={row.digest} />
              </span>
            ),
          },
          { key: 'message', header: 'Message', truncate: true, from: 'lg', cell: (row) => row.message },
          { key: 'by', header: 'Added by', from: 'xl', cell: (row) => <PersonName id={row.createdBy} /> },
          { key: 'at', header: 'Added', align: 'right', cell: (row) => <Time value={row.createdAt} /> },
          {
            key: 'compare',
            header: 'Compare',
            hiddenHeader: true,
            align: 'right',
            cell: (row) =>
              row.before && (
                <span className="relative">
                  <LinkButton
                    size="sm"
                    variant="ghost"
                    icon={<GitCompare aria-hidden />}
                    href={paths.promptDiff(id, row.before, row.id)}
                  >
                    What changed
                  </LinkButton>
                </span>
              ),
          },
        ]}
      />
      <Pagination
        previous={cursor ? paths.prompt(id) : null}
        next={nextCursor && withQuery(paths.prompt(id), { cursor: nextCursor })}
      />
    </Section>
  );
}
