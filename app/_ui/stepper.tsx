import clsx from 'clsx';
import { Check, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Step {
  readonly label: string;
  readonly note?: ReactNode;
  readonly state: 'done' | 'current' | 'upcoming' | 'failed';
  readonly href?: string;
}

const marks: Record<Step['state'], string> = {
  done: 'border-positive-line bg-positive-soft text-positive',
  current: 'border-accent bg-accent-solid text-on-solid',
  upcoming: 'border-border bg-sunken text-muted',
  failed: 'border-negative-line bg-negative-soft text-negative',
};

const said: Record<Step['state'], string> = {
  done: 'done',
  current: 'now',
  upcoming: 'not yet',
  failed: 'failed',
};

/** Where something stands on its way: draft, submitted, signed, deployed. */
export function Stepper({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-y-3">
      {steps.map((step, index) => (
        <li
          key={step.label}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className="relative flex min-w-28 flex-1 flex-col gap-1.5 pr-3"
        >
          <span className="flex items-center gap-2">
            <span
              className={clsx(
                'grid size-6 shrink-0 place-items-center rounded-full border text-xs',
                marks[step.state],
              )}
            >
              <StepMark state={step.state} number={index + 1} />
            </span>
            {index < steps.length - 1 && (
              <span
                aria-hidden
                className={clsx('h-px flex-1', step.state === 'done' ? 'bg-positive-solid' : 'bg-border')}
              />
            )}
          </span>
          <span className="min-w-0">
            <span className={clsx('block font-medium', step.state === 'upcoming' && 'text-muted')}>
              {step.href ? (
                <Link href={step.href} className="rounded-xs hover:underline">
                  {step.label}
                </Link>
              ) : (
                step.label
              )}
              <span className="sr-only">, {said[step.state]}</span>
            </span>
            {step.note && <span className="block text-xs text-muted">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state, number }: { state: Step['state']; number: number }) {
  if (state === 'done') return <Check aria-hidden size={13} />;
  if (state === 'failed') return <X aria-hidden size={13} />;
  return <span aria-hidden>{number}</span>;
}
