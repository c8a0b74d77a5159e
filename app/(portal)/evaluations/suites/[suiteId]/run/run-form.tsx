'use client';

import { Checkbox } from '@/app/_ui/checkbox';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { startRun } from '../../../actions';
import { KeySelect, ModelVersionSelect, type RunChoices } from './choices';
import { useStartedRun } from './use-started-run';

interface Target {
  readonly api?: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxTokens?: number;
}

interface Asked {
  readonly target: Target | null;
  /** Whether the suite allows the response cache. */
  readonly cache: boolean;
}

export function RunForm({ target, cache, ...choices }: RunChoices & Asked) {
  const { problem, submit, field } = useStartedRun(startRun);
  return (
    <form action={submit} aria-label="Start a run">
      <input type="hidden" name="suiteVersionId" value={choices.suiteVersionId} />
      <FormStack
        footer={
          <SubmitButton pendingText="Starting…" reason={choices.reason}>
            Start run
          </SubmitButton>
        }
      >
        <FormError problem={problem} />
        <TextInput
          label="Base URL"
          {...field('baseUrl')}
          required={!target}
          type="url"
          mono
          hint="An address that speaks the OpenAI protocol, or the suite's JSON body; empty = the suite's own"
          placeholder={target?.baseUrl}
        />
        <TextInput label="Model" {...field('model')} required={!target} mono placeholder={target?.model} />
        {target?.api !== 'json' && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Select
              label="Protocol"
              {...field('api')}
              placeholder={target ? 'the suite’s own' : 'chat completions'}
              options={[
                { value: 'chat', label: 'chat completions' },
                { value: 'responses', label: 'responses' },
              ]}
            />
            <Select
              label="Streaming"
              {...field('stream')}
              placeholder={target ? 'as the suite says' : 'no'}
              hint="Streamed answers say how long the first token took."
              options={[
                { value: 'true', label: 'yes' },
                { value: 'false', label: 'no' },
              ]}
            />
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-3">
          <TextInput
            label="Temperature"
            {...field('temperature')}
            type="number"
            min={0}
            max={2}
            step="any"
            placeholder={shown(target?.temperature)}
          />
          <TextInput
            label="Seed"
            {...field('seed')}
            type="number"
            step={1}
            placeholder={shown(target?.seed)}
          />
          <TextInput
            label="Longest answer, tokens"
            {...field('maxTokens')}
            type="number"
            min={1}
            max={100000}
            placeholder={shown(target?.maxTokens)}
          />
        </div>
        <TextInput
          label="Budget, US dollars"
          {...field('budget')}
          inputMode="decimal"
          placeholder="no limit"
          hint="Set aside before each case, its judges included: the run stops before it costs more. It needs longest answers to count exactly."
        />
        <KeySelect label="Key of the target" keys={choices.keys} {...field('apiKeyRef')} />
        {choices.hasJudge && (
          <KeySelect label="Key of the judge" keys={choices.keys} {...field('judgeKeyRef')} />
        )}
        {cache && (
          <Checkbox
            name="noCache"
            label="Ask everything anew"
            hint="Otherwise answers to the same request are taken from runs of the last 14 days, as the suite allows."
          />
        )}
        <ModelVersionSelect options={choices.modelVersions} {...field('modelVersionId')} />
      </FormStack>
    </form>
  );
}

const shown = (value: number | undefined) => (value === undefined ? 'as the prompt says' : String(value));
