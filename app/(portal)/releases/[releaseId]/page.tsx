import { FileText, ListChecks, PenLine } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { releaseTones } from '@/app/_lib/release-tones';
import { Digest } from '@/app/_ui/digest';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { StatusChip } from '@/app/_ui/status-chip';
import { Tabs, tabOf } from '@/app/_ui/tabs';
import { api } from '@/server/trpc/caller';
import { Actions } from './actions-bar';
import { signingRoles } from './case';
import { CaseView } from './case-view';
import { Contents } from './contents';
import { FindingsView } from './findings-view';
import { SignoffsView } from './signoffs-view';

export const metadata = { title: 'Release' };
const tabs = [
  { key: 'case', label: 'Case' },
  { key: 'contents', label: 'Contents' },
  { key: 'findings', label: 'Findings' },
  { key: 'signoffs', label: 'Sign-offs' },
];

export default async function ReleasePage({ params, searchParams }: PageProps<'/releases/[releaseId]'>) {
  const [{ releaseId }, asked] = await Promise.all([params, searchParams]);
  const caller = await api();
  const release = await orNotFound(caller.releases.get({ releaseId }));
  const environments = await caller.gates.environments({});
  const environment = environments.find(({ name }) => name === asked.environment) ?? environments[0];
  const view = environment
    ? await orNotFound(caller.signoff.case({ releaseId, environment: environment.name }))
    : null;
  const current = tabOf(tabs, asked.tab);
  const here = paths.release(releaseId);
  const signRoles = view ? signingRoles(view) : [];
  const refusals = await Promise.all(
    signRoles.map((role) => mayNot('sign', 'SignOff', { ...release, role })),
  );
  const signReason =
    release.state !== 'submitted'
      ? 'Submit this release first'
      : refusals.includes(null)
        ? null
        : refusals[0];
  return (
    <Page
      title={`${release.system} ${release.version}`}
      breadcrumb={[{ label: 'Releases', href: paths.releases() }]}
      status={<StatusChip status={release.state} tones={releaseTones} />}
      meta={[release.digest ? <Digest key="digest" value={release.digest} /> : 'Not frozen', release.summary]}
      actions={
        <>
          {release.digest && (
            <LinkButton href={withQuery(paths.reports(), { releaseId })} icon={<FileText />}>
              Reports
            </LinkButton>
          )}
          {release.digest && environment && (
            <LinkButton href={paths.checklist(releaseId, environment.name)} icon={<ListChecks />}>
              Checklist
            </LinkButton>
          )}
          <Actions
            releaseId={releaseId}
            state={release.state}
            editReason={await mayNot('edit', 'Release', release)}
            withdrawReason={await mayNot('withdraw', 'Release', release)}
          />
          {environment && (
            <LinkButton
              href={withQuery(paths.signRelease(releaseId), { environment: environment.name })}
              variant="primary"
              icon={<PenLine />}
              reason={signReason ?? undefined}
            >
              Sign
            </LinkButton>
          )}
        </>
      }
      tabs={
        <Tabs base={withQuery(here, { environment: environment?.name })} items={tabs} current={current} />
      }
    >
      {current === 'case' && view && (
        <CaseView view={view} environments={environments.map(({ name }) => name)} here={here} />
      )}
      {current === 'contents' && <Contents release={release} />}
      {current === 'findings' && <FindingsView release={release} />}
      {current === 'signoffs' && <SignoffsView signoffs={view?.signoffs ?? []} />}
    </Page>
  );
}
