import { ClipboardCheck } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { reviewEvidence } from '../actions';

export const ReviewEvidence = ({ evidenceId, reason }: { evidenceId: string; reason: string | null }) => (
  <ActionDialog
    label="Review"
    icon={<ClipboardCheck aria-hidden />}
    title="Review this evidence"
    description="What is rejected counts for no control, until a reviewer accepts it."
    reason={reason}
    action={reviewEvidence}
    hidden={{ evidenceId }}
    submit="Record review"
    fields={[
      {
        kind: 'choice',
        name: 'decision',
        label: 'Decision',
        required: true,
        options: [
          { value: 'accepted', label: 'Accept' },
          { value: 'rejected', label: 'Reject' },
        ],
      },
      { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
    ]}
  />
);
