'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { Button } from '@/app/_ui/button';
import { CodeBlock } from '@/app/_ui/code-block';
import { FormError } from '@/app/_ui/form-error';
import { Progress } from '@/app/_ui/progress';
import { words } from '@/app/_ui/status-chip';
import { SubmitButton } from '@/app/_ui/submit-button';
import { demonstrationProgress, loadDemonstration } from './actions';

interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly password: string;
}

/** A button that makes the demonstration organisation; then its people's passwords, which nobody can show again. */
export function LoadDemonstration({ loaded }: { loaded: boolean }) {
  const [state, submit] = useActionState(loadDemonstration, {});
  if (state.done) return <Loaded people={state.done.result.people} />;
  if (loaded) return null;
  return (
    <form action={submit} aria-label="Load the demonstration organisation" className="flex flex-col gap-2">
      <FormError problem={state.problem} />
      <SubmitButton variant="secondary" className="w-full" pendingText="Creating its people…">
        Load the demonstration organisation
      </SubmitButton>
      <p>
        A hospital with invented people, a triage assistant and a hiring screener. You can remove it again
        with one click.
      </p>
    </form>
  );
}

function Loaded({ people }: { people: readonly Person[] }) {
  const text = people
    .map(({ name, email, role, password }) => `${words(role)}: ${name}\n  ${email}\n  ${password}`)
    .join('\n');
  return (
    <section aria-label="People of the demonstration" className="flex flex-col gap-3 text-left">
      <p className="font-medium">
        Keep these passwords: they are shown once. You are signed in as {people[0]?.name}.
      </p>
      <CodeBlock title="People of the demonstration" code={text} />
      <Loading />
    </section>
  );
}

const everyMs = 1500;

function Loading() {
  const router = useRouter();
  const [progress, setProgress] = useState<Awaited<ReturnType<typeof demonstrationProgress>>>();
  const finished = progress?.finished === true;
  useEffect(() => {
    if (finished) return;
    const timer = setInterval(() => void demonstrationProgress().then(setProgress), everyMs);
    return () => clearInterval(timer);
  }, [finished]);
  const done = progress?.steps.filter((step) => step.done).length ?? 0;
  const all = progress?.steps.length ?? 0;
  const next = progress?.steps.find((step) => !step.done)?.key;
  return (
    <>
      <Progress
        label="Loading"
        value={all === 0 ? null : done / all}
        text={finished ? 'Loaded' : next ? words(next) : 'Starting'}
      />
      <Button variant="primary" onClick={() => router.push(paths.overview())}>
        {finished ? 'Open the portal' : 'Open the portal while it loads'}
      </Button>
    </>
  );
}
