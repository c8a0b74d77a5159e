'use client';

import { number } from '@/app/_ui/format-number';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { CodeBlock } from '@/app/_ui/code-block';
import { KeyValues } from '@/app/_ui/key-values';
import { Duration, Money } from '@/app/_ui/quantities';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import { words } from '@/app/_ui/status-chip';
import type { Tried } from '@/server/evaluations/schema/tries';
import { PromptParameters } from '../../../../../evaluations/prompt-parameters';
import type { Template } from '@/server/prompts/schema';

export type Shown = Tried & { readonly at: number; readonly template?: Template };

interface AnswersProps {
  readonly shown: readonly Shown[];
  readonly original: Template;
}

/** The answers since the page was opened, the newest first; a reload forgets them. */
export function Answers({ shown, original }: AnswersProps) {
  if (shown.length === 0) return null;
  return (
    <Section title="Answers" description="The newest first, at most ten. Leaving the page forgets them.">
      <ol className="flex flex-col gap-4" aria-live="polite">
        {shown.map((one) => (
          <li key={one.at} className="flex flex-col gap-3 rounded-lg border bg-raised p-4 shadow-card">
            <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
              <Time value={new Date(one.at)} style="precise" />
              {JSON.stringify(one.template) !== JSON.stringify(original) && (
                <Chip tone="info">Changed prompt</Chip>
              )}
            </div>
            {one.kind === 'failed' ? (
              <Alert tone="negative" title={`No answer: ${words(one.class).toLowerCase()}`}>
                {one.message}
              </Alert>
            ) : (
              <Answer answer={one} />
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Answer({ answer }: { answer: Extract<Shown, { kind: 'answered' }> }) {
  const {
    output,
    model,
    isOtherModel,
    inputTokens,
    outputTokens,
    cost,
    latencyMs,
    finishReason,
    parameters,
  } = answer;
  const tokens = (count: number | null) => count !== null && number(count);
  return (
    <>
      {isOtherModel && (
        <Alert tone="warning" title="Another model answered">
          The endpoint says that {model} answered.
        </Alert>
      )}
      <CodeBlock code={output} title="Answer" wrap />
      <KeyValues
        layout="grid"
        items={[
          { label: 'Model', value: model, none: 'Not said' },
          { label: 'Tokens in', value: tokens(inputTokens), none: 'Not reported' },
          { label: 'Tokens out', value: tokens(outputTokens), none: 'Not reported' },
          { label: 'Cost', value: <Money amount={cost} /> },
          { label: 'Time', value: <Duration ms={latencyMs} /> },
          ...(parameters.length > 0
            ? [
                {
                  label: 'Parameters of the prompt',
                  value: <PromptParameters parameters={parameters} by="as you say" />,
                },
              ]
            : []),
          { label: 'Ended', value: finishReason && words(finishReason), none: 'Not said' },
        ]}
      />
    </>
  );
}
