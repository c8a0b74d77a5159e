import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { VersionForm } from './version-form';

export const metadata = { title: 'New suite version' };

export default async function NewSuiteVersionPage({
  params,
}: PageProps<'/evaluations/suites/[suiteId]/versions/new'>) {
  const { suiteId } = await params;
  const caller = await api();
  const suite = await orNotFound(caller.suites.get({ suiteId }));
  const { evaluators } = await caller.evaluators.list({});
  const latest = suite.latest && (await caller.suites.version({ versionId: suite.latest.id }));
  return (
    <Page
      title={`New version of ${suite.name}`}
      breadcrumb={[
        { label: 'Evaluations', href: paths.evaluations() },
        { label: suite.name, href: paths.suite(suiteId) },
      ]}
      description="A version never changes; results of older versions stay with them."
    >
      <VersionForm
        suiteId={suiteId}
        text={latest?.yaml ?? ''}
        entries={evaluators.map(({ id, yaml }) => ({ id, yaml }))}
        reason={await mayNot('edit', 'Suite', suite)}
      />
    </Page>
  );
}
