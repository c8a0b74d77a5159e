'use client';

import { Select } from '@/app/_ui/select';
import { TextInput } from '@/app/_ui/text-input';

interface TargetFieldsProps {
  /** As they were asked last. */
  readonly values: Readonly<Record<string, string>> | undefined;
  readonly fields: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  /** Of the prompt version: what it names is filled in. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly keys: readonly string[];
}

const own = new Set([
  ...['model', 'temperature', 'seed', 'maxTokens'],
  ...['max_tokens', 'max_completion_tokens', 'max_output_tokens'],
]);

/** Whom to ask, and how; the further parameters of the prompt version are sent as they are. */
export function TargetFields({ values, fields, parameters, keys }: TargetFieldsProps) {
  const field = (name: string, ...inParameters: readonly string[]) => {
    const known = inParameters.map((one) => parameters[one]).find((value) => value !== undefined);
    const preset = typeof known === 'string' || typeof known === 'number' ? String(known) : undefined;
    return {
      name,
      defaultValue: values?.[name] ?? preset,
      error: fields?.[name]?.slice(),
    };
  };
  const further = Object.keys(parameters).filter((name) => !own.has(name));
  return (
    <>
      <TextInput
        label="Base URL"
        {...field('baseUrl')}
        required
        type="url"
        mono
        placeholder="https://api.openai.com/v1"
        hint="An address that speaks the OpenAI protocol."
      />
      <TextInput label="Model" {...field('model', 'model')} required mono />
      <Select
        label="Protocol"
        {...field('api')}
        placeholder="chat completions"
        options={[
          { value: 'chat', label: 'chat completions' },
          { value: 'responses', label: 'responses' },
        ]}
      />
      <div className="grid items-end gap-4 sm:grid-cols-3">
        <TextInput
          label="Temperature"
          {...field('temperature', 'temperature')}
          type="number"
          min={0}
          max={2}
          step="any"
          placeholder="not sent"
        />
        <TextInput label="Seed" {...field('seed', 'seed')} type="number" step={1} placeholder="not sent" />
        <TextInput
          label="Most tokens"
          {...field('maxTokens', 'maxTokens', 'max_tokens', 'max_completion_tokens', 'max_output_tokens')}
          type="number"
          min={1}
          max={10000}
          placeholder="1000"
        />
      </div>
      {further.length > 0 && (
        <p className="text-xs text-muted">
          Of the prompt version, sent with it: <span className="font-mono">{further.join(', ')}</span>
        </p>
      )}
      <Select
        label="Key"
        {...field('apiKeyRef')}
        placeholder="No key"
        hint="A variable of the server's environment. The key goes to its own host only."
        options={keys.map((value) => ({ value, label: value }))}
      />
    </>
  );
}
