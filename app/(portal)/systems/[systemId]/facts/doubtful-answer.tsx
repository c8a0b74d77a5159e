'use client';

import { Chip } from '@/app/_ui/chip';
import { Time } from '@/app/_ui/time';

export interface Doubtful {
  readonly fact: string;
  readonly question: string;
  readonly answer: string;
  /** Where it is changed. */
  readonly href: string;
  readonly why: readonly { readonly words: string; readonly firedAt: Date }[];
  readonly countsUntil: Date;
  readonly counts: boolean;
}

interface DoubtfulAnswerProps {
  readonly row: Doubtful;
  readonly isChosen: boolean;
  readonly toggle: (isOn: boolean) => void;
}

/** One answer with why and since when it is asked again, and until when it counts. */
export function DoubtfulAnswer({ row, isChosen, toggle }: DoubtfulAnswerProps) {
  return (
    <li className="flex items-start gap-2 border-b p-3 last:border-b-0">
      <input
        type="checkbox"
        id={`holds-${row.fact}`}
        name="confirm[]"
        value={row.fact}
        checked={isChosen}
        onChange={(event) => toggle(event.target.checked)}
        className="mt-0.5"
      />
      <div className="flex min-w-0 grow flex-col gap-1">
        <label htmlFor={`holds-${row.fact}`} className="text-pretty">
          {row.question}
        </label>
        <p>
          <span className="font-medium">{row.answer}</span>{' '}
          <a href={row.href} className="text-accent hover:underline">
            Change
          </a>
        </p>
        <ul className="text-xs text-pretty text-muted">
          {row.why.map(({ words, firedAt }) => (
            <li key={words}>
              {words}, <Time value={firedAt} style="date" />
            </li>
          ))}
        </ul>
      </div>
      <span className="shrink-0 text-xs">
        {row.counts ? (
          <span className="text-muted">
            counts until <Time value={row.countsUntil} style="date" />
          </span>
        ) : (
          <Chip tone="negative">no longer counts</Chip>
        )}
      </span>
    </li>
  );
}
