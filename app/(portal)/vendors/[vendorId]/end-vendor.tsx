import { Trash2 } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { endVendor } from '../actions';

interface EndVendorProps {
  readonly vendorId: string;
  readonly name: string;
  readonly reason: string | null;
}

export const EndVendor = ({ vendorId, name, reason }: EndVendorProps) => (
  <ActionDialog
    label="Remove"
    icon={<Trash2 aria-hidden />}
    title={`Remove ${name} from the register`}
    description="It stays visible, with its papers. What systems inherited from it is stale from now on, and their controls with it. This cannot be taken back."
    reason={reason}
    action={endVendor}
    hidden={{ vendorId }}
    submit="Remove"
    submitVariant="danger"
    fields={[{ kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 }]}
  />
);
