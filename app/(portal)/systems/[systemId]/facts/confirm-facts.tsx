import { BadgeCheck } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { confirmFacts } from './actions';

export const ConfirmFacts = ({ systemId, reason }: { systemId: string; reason: string | null }) => (
  <ActionDialog
    label="Confirm answers"
    icon={<BadgeCheck aria-hidden />}
    title="Confirm that the answers still hold"
    description="With them you confirm the AI Act class and the HIPAA status that follow. Any later answer asks for it again."
    reason={reason}
    action={confirmFacts}
    hidden={{ systemId }}
    submit="Confirm"
    fields={[{ kind: 'lines', name: 'reason', label: 'What you looked at', required: true, maxLength: 2000 }]}
  />
);
