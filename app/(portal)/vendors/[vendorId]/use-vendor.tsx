import { Plus } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import type { Vendor } from '@/server/registry/schema/vendors';
import { recordUse } from '../actions';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface UseVendorProps {
  readonly vendor: Vendor;
  /** Those for which the reader may say it. */
  readonly systems: readonly Named[];
  readonly models: readonly Named[];
}

/** Says that a system uses the vendor; for one that does already it changes what is recorded. */
export function UseVendor({ vendor, systems, models }: UseVendorProps) {
  const none = systems.length === 0 ? 'You answer for no system' : null;
  return (
    <ActionDialog
      label="Say who uses it"
      icon={<Plus aria-hidden />}
      title={`A system uses ${vendor.name}`}
      description="For a system that uses it already this changes what is recorded."
      reason={vendor.state === 'ended' ? 'It was removed from the register' : none}
      action={recordUse}
      hidden={{ vendorId: vendor.id }}
      submit="Save"
      fields={[
        {
          kind: 'choice',
          name: 'systemId',
          label: 'System',
          required: true,
          options: systems.map(({ id, name }) => ({ value: id, label: name })),
        },
        { kind: 'tick', name: 'receivesData', label: 'It receives personal data or PHI', value: 'true' },
        { kind: 'line', name: 'purpose', label: 'For what', maxLength: 500 },
        {
          kind: 'several',
          name: 'modelIds[]',
          label: 'Models that it supplies or runs',
          options: models.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          kind: 'date',
          name: 'since',
          label: 'In use since',
          hint: 'By default today. What was decided before this day asks to be looked at again.',
        },
        { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
      ]}
    />
  );
}
