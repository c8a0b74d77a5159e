import { notFound } from 'next/navigation';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { FrameworkRef } from '@/server/checklists/schema';
import { PackControl } from '@/server/checklists/schema/pack';
import { api } from '@/server/trpc/caller';
import { ControlForm } from './control-form';

/** What the form of a new control begins with. */
const blank = {
  ...PackControl.parse({ id: 'new', title: 'new', requirement: 'new' }),
  id: '',
  title: '',
  requirement: '',
};

export const metadata = { title: 'Control of a draft' };

export default async function DraftControlPage({
  params,
  searchParams,
}: PageProps<'/frameworks/drafts/[frameworkId]/control'>) {
  const [{ frameworkId }, { control: wanted }] = await Promise.all([params, searchParams]);
  const asked = FrameworkRef.safeParse({ framework: frameworkId });
  if (!asked.success) notFound();
  const client = await api();
  const draft = await orNotFound(client.frameworks.draft(asked.data));
  const choices = await client.frameworks.choices({});
  const control = draft.controls.find(({ id }) => id === wanted) ?? null;
  const others = draft.controls
    .filter(({ id }) => id !== wanted)
    .map(({ id, title }) => ({ id, title, framework: draft.framework }));
  return (
    <Page
      title={control ? control.title : 'Add a control'}
      breadcrumb={[
        { label: 'Frameworks', href: paths.frameworks() },
        { label: `${draft.head.title}, draft`, href: paths.frameworkDraft(draft.framework) },
      ]}
    >
      {typeof wanted === 'string' && !control && (
        <Alert tone="warning" title={`The draft has no control ${wanted} any more`}>
          Somebody removed it or gave it another id.
        </Alert>
      )}
      <ControlForm
        framework={draft.framework}
        version={draft.version}
        control={control}
        blank={blank}
        isFixed={control !== null && draft.usedIds.includes(control.id)}
        choices={{
          ...choices,
          controls: [...others, ...choices.controls.filter((one) => one.framework !== draft.framework)],
        }}
        reason={await mayNot('edit', 'Framework', { orgId: draft.orgId })}
      />
    </Page>
  );
}
