'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { meaning, sendSignIn } from './sign-in-client';

interface State {
  readonly problem?: string;
  readonly email?: string;
}

export function SignInForm({ returnTo, failed }: { returnTo: string; failed?: string }) {
  const [state, submit] = useActionState(
    async (_: State, data: FormData): Promise<State> => {
      const [email, password] = [String(data.get('email')), String(data.get('password'))];
      const problem = await problemOf(email, password);
      if (problem) return { problem, email };
      window.location.assign(returnTo);
      return { email };
    },
    failed ? { problem: meaning(failed) } : {},
  );
  return (
    <form action={submit} aria-label="Sign in">
      <FormStack
        footer={
          <SubmitButton className="w-full" pendingText="Signing in…">
            Sign in
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={state.email}
        />
        <TextInput
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={128}
        />
      </FormStack>
    </form>
  );
}

async function problemOf(email: string, password: string): Promise<string | null> {
  try {
    const target = await sendSignIn('/api/auth/callback/credentials', { email, password });
    const code = target.searchParams.get('error');
    return code === null ? null : meaning(code === 'Refused' ? 'Password' : code);
  } catch {
    return 'The server does not answer. Try again.';
  }
}
