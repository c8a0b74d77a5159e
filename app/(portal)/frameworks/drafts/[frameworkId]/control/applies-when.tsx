'use client';

import { useEffect, useRef, useState } from 'react';
import { CodeArea } from '@/app/_ui/code-area';
import { explainExpression } from '../../actions';
import type { Choices } from './choices';
import { FactHelper } from './fact-helper';

type Explained = Awaited<ReturnType<typeof explainExpression>>;
type Words = NonNullable<NonNullable<Explained>['words']>;

interface AppliesWhenProps {
  readonly name: string;
  readonly value: string;
  readonly facts: Choices['facts'];
  readonly error?: readonly string[];
}

/** An expression over facts, said in words while it is written. */
export function AppliesWhen({ name, value, facts, error }: AppliesWhenProps) {
  const [text, setText] = useState(value);
  const explained = useExplained(text);
  const place = useRef<HTMLDivElement>(null);
  function insert(snippet: string) {
    const area = place.current?.querySelector('textarea');
    const [from, to] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length];
    const isUntouched = text.trim() === '' || text.trim() === 'true';
    const [before, after] = isUntouched ? ['', ''] : [text.slice(0, from), text.slice(to)];
    const isJoined = before.trim() === '' || /(\(|,|\band|\bor|\bnot)\s*$/.test(before);
    setText(`${before.trimEnd()}${isJoined ? (before.trim() === '' ? '' : ' ') : ' and '}${snippet}${after}`);
    area?.focus();
  }
  const isFresh = explained?.expression === text;
  const problem = isFresh ? explained.problem : null;
  return (
    <div ref={place} className="flex flex-col gap-2">
      <CodeArea
        label="Applies when"
        name={name}
        rows={3}
        wrap="soft"
        maxLength={2000}
        required
        value={text}
        onChange={({ target }) => setText(target.value)}
        error={problem ? [problem] : isFresh ? null : error}
        hint="Facts joined by and, or, not. true: always"
      />
      {isFresh && explained.words && (
        <div aria-live="polite" className="rounded-md border bg-sunken px-3 py-2" data-testid="in-words">
          <p className="text-xs text-muted">It applies when</p>
          <InWords words={explained.words} />
        </div>
      )}
      <FactHelper facts={facts} onInsert={insert} />
    </div>
  );
}

const InWords = ({ words: { text, parts } }: { words: Words }) => (
  <>
    <p className="text-pretty">{parts.length > 0 ? `${text}:` : text}</p>
    {parts.length > 0 && (
      <ul className="list-disc pl-5">
        {parts.map((part, index) => (
          <li key={index}>
            <InWords words={part} />
          </li>
        ))}
      </ul>
    )}
  </>
);

const pauseMs = 350;

/** What the text means, asked for once the writer pauses. */
function useExplained(text: string): Explained {
  const [explained, setExplained] = useState<Explained>(null);
  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      const answer = await explainExpression(text);
      if (!isOver && answer) setExplained({ ...answer, expression: text });
    };
    const timer = setTimeout(() => void ask().catch(() => undefined), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [text]);
  return explained;
}
