'use client';

import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { TextInput } from '@/app/_ui/text-input';
import type { Choices } from './choices';

type Fact = Choices['facts'][number];
interface FactHelperProps {
  readonly facts: readonly Fact[];
  readonly onInsert: (snippet: string) => void;
}

const mostShown = 6;

/** The facts that an expression may name, by their questions. A press puts one into the expression. */
export function FactHelper({ facts, onInsert }: FactHelperProps) {
  const [search, setSearch] = useState('');
  const usable = facts.filter(({ kind }) => kind !== 'date');
  const found = usable.filter(({ id, about, options }) =>
    `${id} ${about} ${options.join(' ')}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <details className="rounded-md border px-3 py-2">
      <summary className="cursor-pointer font-medium">Facts and their questions</summary>
      <div className="mt-3 flex flex-col gap-3">
        <TextInput
          label="Search facts"
          hiddenLabel
          name=""
          type="search"
          placeholder="Search names, questions and values"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <ul className="flex flex-col divide-y">
          {found.slice(0, mostShown).map((fact) => (
            <li key={fact.id} className="flex flex-col gap-1.5 py-2">
              <p className="text-pretty">{fact.about}</p>
              <div className="flex flex-wrap items-center gap-1.5">
                {snippetsOf(fact).map((snippet) => (
                  <Button key={snippet} size="sm" className="font-mono" onClick={() => onInsert(snippet)}>
                    {snippet}
                  </Button>
                ))}
              </div>
            </li>
          ))}
        </ul>
        <p className="text-xs text-muted" aria-live="polite">
          {found.length > mostShown
            ? `${found.length - mostShown} more: search for less`
            : found.length === 0
              ? 'No fact has this in its name, question or values'
              : ''}
        </p>
      </div>
    </details>
  );
}

function snippetsOf({ id, kind, options }: Fact): readonly string[] {
  if (kind === 'enum') return options.map((value) => `${id} == '${value}'`);
  if (kind === 'multi') return [`nonempty(${id})`, ...options.map((value) => `has(${id}, '${value}')`)];
  return [id, `not ${id}`];
}
