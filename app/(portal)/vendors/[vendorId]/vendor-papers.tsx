import { FileText, Plus } from 'lucide-react';
import Link from 'next/link';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Vendor } from '@/server/registry/schema/vendors';
import { api } from '@/server/trpc/caller';

const tones = {
  valid: 'positive',
  expired: 'warning',
  superseded: 'neutral',
  revoked: 'negative',
  rejected: 'negative',
} as const;

/** Agreements, reports and statements that are kept for the vendor. */
export async function VendorPapers({ vendor }: { vendor: Vendor }) {
  const { items } = await (await api()).evidence.list({ bindingId: vendor.id, limit: 200 });
  const refused = await mayNot('create', 'Evidence', { orgId: vendor.orgId, systemId: null, createdBy: '' });
  const add = (
    <LinkButton
      href={withQuery(paths.newEvidence(), { kind: 'vendor', id: vendor.id, back: paths.vendor(vendor.id) })}
      icon={<Plus aria-hidden />}
      reason={vendor.state === 'ended' ? 'It was removed from the register' : refused}
    >
      Add evidence
    </LinkButton>
  );
  return (
    <Section
      title="Papers"
      description="Agreements, assessments and reports, such as a DPA, a BAA or a SOC 2 report. Given once, they serve every system above until they end."
      frame="flush"
      actions={items.length > 0 && add}
    >
      <DataTable
        bare
        caption={`Papers of ${vendor.name}`}
        rows={items}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={<FileText />} title="No papers yet" action={add}>
            Controls about vendors wait for the agreement and the assessment of each that receives data.
          </EmptyState>
        }
        columns={[
          {
            key: 'title',
            header: 'Title',
            wrap: true,
            cell: ({ id, title }) => (
              <Link href={paths.evidence(id)} className="font-medium hover:underline">
                {title}
              </Link>
            ),
          },
          { key: 'type', header: 'Type', wrap: true, from: 'md', cell: ({ typeTitle }) => typeTitle },
          {
            key: 'status',
            header: 'Status',
            cell: ({ status }) => <StatusChip status={status} tones={tones} />,
          },
          {
            key: 'until',
            header: 'Ends',
            cell: ({ validUntil }) => (validUntil ? <Time value={validUntil} style="date" /> : 'no limit'),
          },
          {
            key: 'controls',
            header: 'Controls that list it',
            from: 'lg',
            align: 'right',
            cell: ({ satisfies }) => satisfies.length,
          },
        ]}
      />
    </Section>
  );
}
