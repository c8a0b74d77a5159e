import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { NewDraftForm } from './new-draft-form';

export const metadata = { title: 'New framework' };

const today = () => new Date().toISOString().slice(0, 10);

export default async function NewFrameworkDraftPage() {
  const { orgId } = await (await api()).frameworks.list({});
  return (
    <Page
      title="New framework"
      breadcrumb={[{ label: 'Frameworks', href: paths.frameworks() }]}
      description="Rules of your own, control by control. Everything stays a draft until you publish it; the first version is then in use at once."
    >
      <NewDraftForm today={today()} reason={await mayNot('edit', 'Framework', { orgId })} />
    </Page>
  );
}
