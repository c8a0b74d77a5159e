import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { partGroups } from '../part-groups';
import { ReleaseForm } from './release-form';

export const metadata = { title: 'New release' };

export default async function NewReleasePage() {
  const caller = await api();
  const [{ items: systems }, parts] = await Promise.all([
    caller.systems.list({ limit: 200 }),
    caller.releases.parts({}),
  ]);
  return (
    <Page
      title="New release"
      breadcrumb={[{ label: 'Releases', href: paths.releases() }]}
      description="Choose what goes live and what it is judged by. Nothing is fixed until you freeze it."
    >
      <ReleaseForm
        systems={systems.map(({ id, name }) => ({ value: id, label: name }))}
        groups={partGroups(parts)}
      />
    </Page>
  );
}
