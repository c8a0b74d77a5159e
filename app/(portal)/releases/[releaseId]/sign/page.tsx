import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { mayNot } from '@/app/_lib/may';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { signingRoles } from '../case';
import { CaseView } from '../case-view';
import { SignForm } from './sign-form';
import { TRPCError } from '@trpc/server';

export const metadata = { title: 'Sign a release' };

export default async function SignPage({ params, searchParams }: PageProps<'/releases/[releaseId]/sign'>) {
  const [{ releaseId }, asked] = await Promise.all([params, searchParams]);
  const caller = await api();
  const environments = await caller.gates.environments({});
  const environment = environments.find(({ name }) => name === asked.environment) ?? environments[0];
  const view = await orNotFound(caller.signoff.case({ releaseId, environment: environment?.name ?? '' }));
  const wanted = signingRoles(view);
  const refusals = await Promise.all(wanted.map((role) => mayNot('sign', 'SignOff', { ...view, role })));
  const roles = wanted.filter((_, i) => refusals[i] === null);
  const { prepared, provider } = await signing(asked.prepared);
  const back = withQuery(paths.release(releaseId), { environment: environment?.name });
  return (
    <Page
      title={`Sign ${view.system} ${view.version}`}
      breadcrumb={[
        { label: 'Releases', href: paths.releases() },
        { label: `${view.system} ${view.version}`, href: back },
      ]}
      description={`For the environment ${view.environment}. You sign exactly the digest and the results shown here.`}
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <CaseView view={view} environments={[]} here={back} />
        </div>
        {roles.length > 0 && view.digest ? (
          <SignForm
            releaseId={releaseId}
            digest={view.digest}
            environment={view.environment}
            roles={roles}
            quorum={view.inForce?.policy.quorum.map(({ role }) => role) ?? []}
            back={back}
            provider={provider}
            prepared={prepared?.releaseId === releaseId ? prepared : undefined}
          />
        ) : (
          <Alert tone="warning" title="You cannot sign this release">
            {refusals.find((reason) => reason !== null) ?? 'The policy of this environment asks for nobody.'}
          </Alert>
        )}
      </div>
    </Page>
  );
}

/** The statement that somebody comes back to from the identity provider, and its name when they sign in there. */
async function signing(nonce: string | string[] | undefined) {
  const caller = await api();
  const isByProvider = (await viewer())?.actor.session?.method === 'oidc';
  const provider = isByProvider ? (await caller.identity.installation({})).provider : null;
  if (typeof nonce !== 'string') return { provider };
  const prepared = await caller.signoff.prepared({ nonce }).catch((error: unknown) => {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) return undefined;
    throw error;
  });
  return { provider, prepared };
}
