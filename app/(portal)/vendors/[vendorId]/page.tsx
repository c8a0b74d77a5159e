import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { EditVendor } from './edit-vendor';
import { EndVendor } from './end-vendor';
import { VendorPapers } from './vendor-papers';
import { VendorUses } from './vendor-uses';

export const metadata = { title: 'Vendor' };

export default async function VendorPage({ params }: PageProps<'/vendors/[vendorId]'>) {
  const { vendorId } = await params;
  const vendor = await orNotFound((await api()).vendors.get({ vendorId }));
  const { name, roles, country, isInEea, services, contact, contract, uses } = vendor;
  const isEnded = vendor.state === 'ended';
  const refused = await mayNot('edit', 'Vendor', vendor);
  const reason = isEnded ? 'It was removed from the register' : refused;
  return (
    <Page
      title={name}
      breadcrumb={[{ label: 'Vendors', href: paths.vendors() }]}
      status={isEnded && <Chip tone="warning">removed</Chip>}
      meta={[
        roles.map((role) => words(role)).join(', '),
        `${country}, ${isInEea ? 'within' : 'outside'} the EEA`,
        <span key="created">
          registered <Time value={vendor.createdAt} style="date" />
        </span>,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`vendor/${vendorId}`} orgId={vendor.orgId} />
          <EditVendor
            vendor={{ id: vendorId, name, roles, country, services, contact, contract }}
            reason={reason}
          />
          <EndVendor vendorId={vendorId} name={name} reason={reason} />
        </>
      }
    >
      {isEnded && uses.length > 0 && (
        <Alert tone="warning" title="Removed, but still used">
          What {uses.map(({ system }) => system).join(', ')} inherited from it is stale. Say that they no
          longer use it, and what they use instead.
        </Alert>
      )}
      <Section title="About" frame="card">
        <KeyValues
          items={[
            { label: 'What it does', value: services && <p className="whitespace-pre-line">{services}</p> },
            { label: 'Contact', value: contact },
            { label: 'Contract', value: contract },
          ]}
        />
      </Section>
      <VendorUses vendor={vendor} />
      <VendorPapers vendor={vendor} />
    </Page>
  );
}
