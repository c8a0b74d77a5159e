'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Section } from '@/app/_ui/section';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import type { PromptVersion, Template } from '@/server/prompts/schema';
import { keepTried, tryPrompt } from '../../../../actions';
import { ContentFields } from '../../../../content-fields';
import { Answers, type Shown } from './answers';
import { TargetFields } from './target-fields';

interface TryFormProps extends Pick<PromptVersion, 'promptId' | 'template' | 'parameters'> {
  readonly versionId: string;
  readonly keys: readonly string[];
  /** Why the reader may not ask, and may not keep what was tried. */
  readonly reason: string | null;
  readonly saveReason: string | null;
}

type Tries = { readonly state: Awaited<ReturnType<typeof tryPrompt>>; readonly shown: readonly Shown[] };

async function asked({ state, shown }: Tries, data: FormData): Promise<Tries> {
  const next = await tryPrompt(state, data);
  const answer = next.done ? [{ at: next.done.at, ...next.done.result }] : [];
  return { state: next, shown: [...answer, ...shown].slice(0, 10) };
}

const variable = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;
const variablesOf = (template: Template): string[] => {
  const texts = typeof template === 'string' ? [template] : template.map(({ content }) => content);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(variable)].map(([, name = '']) => name)))];
};

export function TryForm({
  promptId,
  versionId,
  template,
  parameters,
  keys,
  reason,
  saveReason,
}: TryFormProps) {
  const [{ state, shown }, submit] = useActionState(asked, { state: {}, shown: [] });
  const [kept, keep] = useActionState(keepTried, {});
  const [current, setCurrent] = useState<Template>(template);
  const { done } = state;
  const values = state.values ?? done?.result.asked;
  const router = useRouter();
  const added = kept.done?.result.id;
  useEffect(() => {
    if (added) router.push(paths.promptVersion(promptId, added));
  }, [added, promptId, router]);
  const isChanged = JSON.stringify(current) !== JSON.stringify(template);
  return (
    <form action={submit} aria-label="Try this prompt" className="flex flex-col gap-6">
      <input type="hidden" name="versionId" value={versionId} />
      <input type="hidden" name="promptId" value={promptId} />
      <input type="hidden" name="parameters" value={JSON.stringify(parameters)} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Section title="Prompt" frame="card" description="Change it as you like: the version stays as it is.">
          <FormStack>
            <ContentFields state={state} template={template} parameters={null} onTemplate={setCurrent} />
            {variablesOf(current).map((name) => (
              <TextArea
                key={name}
                label={`Value of {{${name}}}`}
                name={`value.${name}`}
                rows={3}
                defaultValue={values?.[`value.${name}`]}
              />
            ))}
          </FormStack>
        </Section>
        <Section title="Model" frame="card">
          <FormStack
            footer={
              <>
                <SubmitButton pendingText="Asking…" reason={reason}>
                  Ask
                </SubmitButton>
                {isChanged && (
                  <SubmitButton
                    variant="secondary"
                    formAction={keep}
                    reason={saveReason}
                    pendingText="Please wait…"
                  >
                    Keep as a new version
                  </SubmitButton>
                )}
              </>
            }
          >
            <FormError problem={state.problem ?? kept.problem} />
            <TargetFields values={values} fields={state.fields} parameters={parameters} keys={keys} />
          </FormStack>
        </Section>
      </div>
      <Answers shown={shown} original={template} />
    </form>
  );
}
