import { count } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';
import { bindingOf } from '../binding-of';
import { HandInForm } from './hand-in-form';

export const metadata = { title: 'Hand in evidence' };

/** Everything that a checklist waits for and people can hand in, as one form. */
export default async function ChecklistEvidencePage({
  params,
}: PageProps<'/checklists/[releaseId]/[environmentId]/evidence'>) {
  const { releaseId, environmentId } = await params;
  const environment = decodeURIComponent(environmentId);
  const list = await orNotFound((await api()).evidence.wanted({ releaseId, environment }));
  const { orgId, systemId, wanted } = list;
  const isWide = wanted.some(({ binding }) => binding !== 'release' && binding !== 'system');
  const target = { orgId, systemId: isWide ? null : systemId, createdBy: '' };
  const places = wanted.flatMap((entry) => {
    const ofVendors = entry.vendors.map(({ id, name }) => ({
      ...{ entry, boundTo: `vendor ${name}`, binding: { kind: 'vendor', id } },
    }));
    const { words: boundTo, ...binding } = bindingOf(entry.binding, list);
    return ofVendors.length > 0 ? ofVendors : [{ entry, boundTo, binding }];
  });
  const back = paths.checklistEvidence(releaseId, environment);
  const rows = places.map(({ entry, boundTo, binding }) => {
    const { type, title, ways, form, record, isStale, alternatives } = entry;
    return {
      key: `${type} ${binding.id} ${JSON.stringify(record)}`,
      ...{ type, title, form, isStale, alternatives, binding, boundTo },
      ways,
      given: Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)])),
      serves: entry.serves.map((one) => `${one.title} (${words(one.framework)})`),
      ownForm: withQuery(paths.newEvidence(), { type, ...binding, back }),
    };
  });
  const served = new Set(wanted.flatMap(({ serves }) => serves.map(({ controlId }) => controlId)));
  return (
    <Page
      title={`Hand in evidence: ${list.system} ${list.version} in ${environment}`}
      breadcrumb={[
        { label: 'Checklists', href: paths.checklists() },
        { label: `${list.system} ${list.version}`, href: paths.checklist(releaseId, environment) },
      ]}
      description="What this checklist waits for and people can give. One item serves every control that asks for its type, in every framework."
      meta={[count(rows.length, 'item'), `${count(served.size, 'control')} waiting for them`]}
      actions={<LinkButton href={paths.checklist(releaseId, environment)}>Checklist</LinkButton>}
    >
      <HandInForm rows={rows} reason={await mayNot('create', 'Evidence', target)} />
    </Page>
  );
}
