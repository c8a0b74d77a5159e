'use client';

import { Plus } from 'lucide-react';
import { useActionState, useState } from 'react';
import { Alert } from '@/app/_ui/alert';
import { Button } from '@/app/_ui/button';
import { Checkbox } from '@/app/_ui/checkbox';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import type { FormState } from '@/app/_lib/form';
import { setPolicy } from '../actions';
import { forbidden, methods } from '../policy-words';
import { type JudgeLimits, JudgeRule } from './judge-rule';

interface Option {
  readonly value: string;
  readonly label: string;
}
interface Policy {
  readonly require: Readonly<Record<'suites' | 'studies' | 'frameworks', readonly string[]>> & {
    readonly judges?: JudgeLimits;
    readonly models_as_asked?: true;
  };
  readonly on_not_enough_evidence: string;
  readonly quorum: readonly { readonly role: string; readonly n: number }[];
  readonly forbid: readonly string[];
  readonly min_method: string;
  readonly role_seasoning_hours: number;
  readonly approval_ttl_days: number;
  readonly any_rejection_blocks: boolean;
  readonly on_role_lost: string;
}
interface Props {
  readonly environment: string;
  /** The version that the reader sees; 0 = none yet. */
  readonly basedOn: number;
  readonly policy: Policy;
  readonly roles: readonly Option[];
  readonly offers: Readonly<Record<'suites' | 'studies' | 'frameworks', readonly Option[]>>;
  /** What the fields begin with while the policy asks for no calibrated judge. */
  readonly firstJudges: JudgeLimits;
  readonly reason: string | null;
}

/** Saving writes the next version; what is in force stays readable for ever. */
export function PolicyForm(props: Props) {
  const [state, submit] = useActionState(setPolicy, {});
  const { policy, offers } = props;
  return (
    <form action={submit} aria-label="Gate policy" className="max-w-3xl">
      <FormStack
        footer={
          <SubmitButton pendingText="Saving…" reason={props.reason}>
            Save as version {props.basedOn + 1}
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <Saved result={state.done?.result} />
        <input type="hidden" name="environment" value={props.environment} />
        <input type="hidden" name="basedOn" value={props.basedOn} />
        <Quorum key={props.basedOn} quorum={policy.quorum} roles={props.roles} />
        <Ticks legend="Who may not sign" name="forbid" options={forbidden} ticked={policy.forbid} />
        <Ticks
          legend="Suites that must pass"
          name="suites"
          options={offers.suites}
          ticked={policy.require.suites}
        />
        <Ticks
          legend="Bias studies that must pass"
          name="studies"
          options={offers.studies}
          ticked={policy.require.studies}
        />
        <Ticks
          legend="Frameworks to settle"
          name="frameworks"
          options={offers.frameworks}
          ticked={policy.require.frameworks}
        />
        <JudgeRule limits={policy.require.judges} first={props.firstJudges} />
        <Checkbox
          key={`models ${props.basedOn}`}
          name="models_as_asked"
          label="Answers and deciding verdicts of a required suite must come from the models that were asked"
          hint="With calibrated judges, also from the models that were calibrated. Otherwise a run only tells who answered."
          defaultChecked={policy.require.models_as_asked === true}
        />
        <Rules policy={policy} state={state} />
      </FormStack>
    </form>
  );
}

function Saved({ result }: { result?: { version: number; warnings: readonly string[] } }) {
  if (!result) return null;
  const { version, warnings } = result;
  return (
    <Alert live tone={warnings.length > 0 ? 'warning' : 'positive'} title={`Version ${version} is in force`}>
      {warnings.length > 0 && (
        <ul className="list-disc pl-5">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function Quorum({ quorum, roles }: { quorum: Policy['quorum']; roles: readonly Option[] }) {
  const [rows, setRows] = useState(Math.max(quorum.length, 1));
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border p-4">
      <legend className="px-1 text-sm font-medium">Who must sign</legend>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="grid grid-cols-[minmax(0,1fr)_7rem] gap-2">
          <Select
            label="Role"
            hiddenLabel={row > 0}
            required={row === 0}
            name="role[]"
            placeholder="No one"
            options={roles}
            defaultValue={quorum[row]?.role ?? ''}
          />
          <TextInput
            label="Persons"
            hiddenLabel={row > 0}
            required
            name="count[]"
            type="number"
            min={1}
            max={10}
            defaultValue={quorum[row]?.n ?? 1}
          />
        </div>
      ))}
      <div>
        <Button type="button" size="sm" icon={<Plus />} onClick={() => setRows(rows + 1)}>
          Another role
        </Button>
      </div>
    </fieldset>
  );
}

function Ticks({
  legend,
  name,
  options,
  ticked,
}: {
  legend: string;
  name: string;
  options: readonly Option[];
  ticked: readonly string[];
}) {
  const gone = ticked.filter((value) => !options.some((option) => option.value === value));
  const all = [...options, ...gone.map((value) => ({ value, label: value }))];
  return (
    <fieldset key={ticked.join()} className="rounded-md border p-4">
      <legend className="px-1 text-sm font-medium">{legend}</legend>
      {all.length === 0 && <p className="text-sm text-muted">None registered yet.</p>}
      <div className="grid gap-2 sm:grid-cols-2">
        {all.map(({ value, label }) => (
          <Checkbox
            key={value}
            name={`${name}[]`}
            value={value}
            label={label}
            defaultChecked={ticked.includes(value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Rules({ policy, state }: { policy: Policy; state: FormState }) {
  const was = (name: string, value: string | number) => state.values?.[name] ?? String(value);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select
        label="Weakest way to sign"
        name="min_method"
        required
        options={methods}
        defaultValue={was('min_method', policy.min_method)}
      />
      <TextInput
        label="Sign-offs hold, in days"
        name="approval_ttl_days"
        type="number"
        required
        min={1}
        max={3650}
        defaultValue={was('approval_ttl_days', policy.approval_ttl_days)}
      />
      <TextInput
        label="Role held before submission, in hours"
        name="role_seasoning_hours"
        type="number"
        required
        min={0}
        max={8760}
        defaultValue={was('role_seasoning_hours', policy.role_seasoning_hours)}
      />
      <Select
        label="When a result has not enough evidence"
        name="on_not_enough_evidence"
        required
        options={[
          { value: 'block', label: 'Deny' },
          { value: 'needs_signoff', label: 'Word it as a question to people' },
        ]}
        defaultValue={was('on_not_enough_evidence', policy.on_not_enough_evidence)}
      />
      <Select
        label="When a signer loses the role"
        name="on_role_lost"
        required
        options={[
          { value: 'drop', label: 'The signature no longer counts' },
          { value: 'keep', label: 'The signature still counts' },
        ]}
        defaultValue={was('on_role_lost', policy.on_role_lost)}
      />
      <Checkbox
        name="any_rejection_blocks"
        label="One rejection blocks the release"
        defaultChecked={policy.any_rejection_blocks}
      />
    </div>
  );
}
