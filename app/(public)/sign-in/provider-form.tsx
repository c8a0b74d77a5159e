'use client';
import { KeyRound } from 'lucide-react';
import { useState, useTransition } from 'react';
import { Button } from '@/app/_ui/button';
import { FormError } from '@/app/_ui/form-error';
import { sendSignIn } from './sign-in-client';

export interface ProviderFormProps {
  readonly name: string;
  readonly returnTo: string;
  /** Asks the provider to authenticate anew, whatever session it has. */
  readonly fresh?: boolean;
}

/** Leads to the organisation's identity provider and back. */
export function ProviderForm({ name, returnTo, fresh }: ProviderFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const leave = () =>
    start(async () => {
      const path = `/api/auth/signin/oidc${fresh ? '?prompt=login&max_age=0' : ''}`;
      await sendSignIn(path, { callbackUrl: returnTo })
        .then((target) => window.location.assign(target))
        .catch(() => setProblem('The server does not answer. Try again.'));
    });
  return (
    <div className="flex flex-col gap-3">
      <FormError problem={problem} />
      <Button onClick={leave} icon={<KeyRound />} aria-disabled={pending || undefined} className="w-full">
        Continue with {name}
      </Button>
    </div>
  );
}
