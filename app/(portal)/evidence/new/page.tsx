import { backOf } from '@/app/_lib/back';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { EvidenceForm } from './evidence-form';

export const metadata = { title: 'Add evidence' };
const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined);

export default async function NewEvidencePage({ searchParams }: PageProps<'/evidence/new'>) {
  const { type, kind, id, supersedes, incident, back } = await searchParams;
  const caller = await api();
  const [{ types }, systems, releases, environments, vendors, reader] = await Promise.all([
    caller.evidence.types({}),
    caller.systems.list({ limit: 200 }),
    caller.releases.list({ limit: 200 }),
    caller.gates.environments({}),
    caller.vendors.list({ state: 'active', limit: 200 }),
    viewer(),
  ]);
  const bindings = [
    ...releases.items.flatMap(({ digest, system, version }) =>
      digest ? [{ value: `release ${digest}`, label: `Release ${system} ${version}` }] : [],
    ),
    ...systems.items.map((system) => ({ value: `system ${system.id}`, label: `System ${system.name}` })),
    ...vendors.items.map((vendor) => ({ value: `vendor ${vendor.id}`, label: `Vendor ${vendor.name}` })),
    ...environments.map(({ name }) => ({ value: `environment ${name}`, label: `Environment ${name}` })),
    ...(reader ? [{ value: `org ${reader.orgId}`, label: 'The whole organisation' }] : []),
  ];
  const bound = kind && id ? `${one(kind)} ${one(id)}` : undefined;
  return (
    <Page
      title={supersedes ? 'Replace evidence' : 'Add evidence'}
      breadcrumb={[{ label: 'Evidence', href: paths.evidenceList() }]}
      description="It is kept with its SHA-256 and who gave it; nobody can change it afterwards, only replace or revoke it."
    >
      <EvidenceForm
        types={types.map((each) => ({
          value: each.id,
          label: each.title,
          ways: each.ways,
          binding: each.binding,
          validDays: each.validDays,
          form: each.form,
        }))}
        bindings={bindings}
        chosen={{ type: one(type), binding: bound, supersedes: one(supersedes), incident: one(incident) }}
        back={backOf(back)}
      />
    </Page>
  );
}
