import { Ban } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { revokeEvidence } from '../actions';

export const RevokeEvidence = ({ evidenceId, reason }: { evidenceId: string; reason: string | null }) => (
  <ActionDialog
    label="Revoke"
    icon={<Ban aria-hidden />}
    title="Revoke this evidence"
    description="Controls that count it open again at once. It stays visible here and in the trail."
    reason={reason}
    action={revokeEvidence}
    hidden={{ evidenceId }}
    submit="Revoke"
    submitVariant="danger"
    fields={[{ kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 }]}
  />
);
