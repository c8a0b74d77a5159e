import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { partGroups } from '../../part-groups';
import { EditForm } from './edit-form';

export const metadata = { title: 'Edit a release' };

export default async function EditReleasePage({ params }: PageProps<'/releases/[releaseId]/edit'>) {
  const { releaseId } = await params;
  const caller = await api();
  const release = await orNotFound(caller.releases.get({ releaseId }));
  const parts = await caller.releases.parts({});
  const reason =
    release.state === 'submitted'
      ? 'Withdraw this release first: what is submitted cannot be changed'
      : await mayNot('edit', 'Release', release);
  return (
    <Page
      title={`Edit ${release.system} ${release.version}`}
      breadcrumb={[
        { label: 'Releases', href: paths.releases() },
        { label: `${release.system} ${release.version}`, href: paths.release(releaseId) },
      ]}
      description="It becomes a draft again. Frozen anew it has another digest, and nobody has signed that one."
    >
      <EditForm
        releaseId={releaseId}
        summary={release.summary}
        groups={partGroups(parts, release.parts)}
        reason={reason}
      />
    </Page>
  );
}
