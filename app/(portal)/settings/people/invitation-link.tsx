'use client';
import { Alert } from '@/app/_ui/alert';
import { CopyButton } from '@/app/_ui/copy-button';
import { Time } from '@/app/_ui/time';

/** A secret address, on the screen this once. */
export function InvitationLink({ link, expiresAt }: { link: string; expiresAt: string }) {
  return (
    <Alert tone="positive" live title="Pass this link on now; it is not shown again">
      <p className="flex items-start gap-1 py-1.5">
        <code className="min-w-0 font-mono text-xs break-all text-text">{link}</code>
        <CopyButton text={link} label="Copy link" />
      </p>
      It works once, until <Time value={expiresAt} />.
    </Alert>
  );
}
