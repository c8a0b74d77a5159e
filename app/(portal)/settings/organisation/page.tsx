import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { viewer } from '@/server/trpc/caller';
import { RemoveDemonstration } from './remove-demonstration';

export const metadata = { title: 'Organisation' };

export default async function OrganisationPage() {
  const reader = await viewer();
  if (!reader) return null;
  const { id, name, demonstration } = reader.organisation;
  const withheld = await mayNot('delete', 'Organisation', { orgId: id });
  const reason = demonstration ? withheld : 'Only a demonstration organisation can be removed';
  return (
    <Page title="Organisation" breadcrumb={[{ label: 'Settings', href: paths.settings() }]}>
      <Section title="About" frame="card">
        <KeyValues
          items={[
            { label: 'Name', value: name },
            { label: 'Id', value: <code className="font-mono text-xs">{id}</code> },
            {
              label: 'Kind',
              value: demonstration ? 'Demonstration: its people are invented' : 'Organisation',
            },
          ]}
        />
      </Section>
      <Section
        title="Remove"
        description="A demonstration can be removed. An organisation cannot: its record must outlive it."
        actions={<RemoveDemonstration reason={reason} />}
      >
        {null}
      </Section>
    </Page>
  );
}
