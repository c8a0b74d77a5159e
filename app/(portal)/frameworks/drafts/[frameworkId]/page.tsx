import { Pencil, Send, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { FrameworkRef } from '@/server/checklists/schema';
import { api } from '@/server/trpc/caller';
import { describeDraft, discardDraft, publishDraft } from '../actions';
import { headFields } from '../head-fields';
import type { Draft, DraftProps } from './draft';
import { DraftControls } from './draft-controls';
import { Gone } from './gone';

export const metadata = { title: 'Draft of a framework' };

export default async function DraftPage({ params }: PageProps<'/frameworks/drafts/[frameworkId]'>) {
  const asked = FrameworkRef.safeParse({ framework: (await params).frameworkId });
  if (!asked.success) notFound();
  const draft = await orNotFound((await api()).frameworks.draft(asked.data));
  const { framework, head, version, controls, newest, base } = draft;
  const reason = await mayNot('edit', 'Framework', { orgId: draft.orgId });
  return (
    <Page
      title={`${head.title}, version ${head.version}`}
      breadcrumb={[
        { label: 'Frameworks', href: paths.frameworks() },
        ...(newest ? [{ label: head.title, href: paths.framework(framework) }] : []),
      ]}
      status={<Chip tone="warning">draft</Chip>}
      description={
        newest
          ? 'The next version. Published, it waits until somebody has looked at what it changes and adopts it.'
          : 'A new framework. Published, its first version is in use at once.'
      }
      meta={[
        <code key="id">{framework}</code>,
        `${controls.length} ${controls.length === 1 ? 'control' : 'controls'}`,
        `change ${version}`,
        <span key="by">
          by <Author id={draft.updatedBy} />, <Time value={draft.updatedAt} />
        </span>,
      ]}
      actions={<Actions draft={draft} reason={reason} />}
    >
      {newest && base !== newest.revision && (
        <Alert
          tone="warning"
          title={`Version ${newest.version} is newer than what this draft was begun from`}
        >
          Publishing puts the draft over it. The preview shows what that changes before anybody adopts it.
        </Alert>
      )}
      <Problems draft={draft} />
      <Section
        title="About"
        frame="card"
        actions={
          <ActionDialog
            label="Edit"
            icon={<Pencil aria-hidden />}
            title="About this framework"
            reason={reason}
            action={describeDraft}
            hidden={{ framework, version: String(version) }}
            fields={headFields(head, 'name')}
            submit="Save"
          />
        }
      >
        <KeyValues
          layout="grid"
          items={[
            { label: 'Nature', value: words(head.nature) },
            { label: 'Version', value: head.version },
            { label: 'As of', value: head.asOf },
            { label: 'Status', value: head.status },
          ]}
        />
      </Section>
      <DraftControls draft={draft} reason={reason} />
      <Gone draft={draft} reason={reason} />
    </Page>
  );
}

const Author = ({ id }: { id: string }) =>
  id.startsWith('per_') ? <PersonName id={id} /> : <code>{id}</code>;

function Actions({ draft, reason }: DraftProps) {
  const { framework, version, newest, controls, problems, head } = draft;
  const hidden = { framework, version: String(version) };
  const withheld =
    controls.length === 0
      ? 'Add a control first'
      : problems.length > 0
        ? 'Mend what stands in the way first'
        : null;
  return (
    <>
      <ActionDialog
        label="Discard"
        icon={<Trash2 aria-hidden />}
        title="Discard this draft"
        description="What it changes is lost. Published versions stay as they are."
        reason={reason}
        action={discardDraft}
        hidden={hidden}
        fields={[]}
        submit="Discard"
        submitVariant="danger"
      />
      <ActionDialog
        label="Publish"
        icon={<Send aria-hidden />}
        variant="primary"
        title={`Publish version ${head.version}`}
        description={
          newest
            ? 'It becomes the newest version and waits: the preview shows what it changes, and for whom, before somebody adopts it.'
            : 'It is checked like an import, and is in use at once.'
        }
        reason={reason ?? withheld}
        action={publishDraft}
        hidden={{ ...hidden, newest: String(newest?.revision ?? 0) }}
        fields={[]}
        submit="Publish"
      />
    </>
  );
}

function Problems({ draft: { framework, problems } }: { draft: Draft }) {
  if (problems.length === 0) return null;
  return (
    <Alert tone="negative" title="This stands in the way of publishing">
      <ul className="list-disc pl-5">
        {problems.map(({ control, message }) => (
          <li key={`${control} ${message}`}>
            <Link href={paths.draftControl(framework, control)} className="text-accent underline">
              {control}
            </Link>
            : {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
