'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { RadioGroup } from '@/app/_ui/radio-group';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import type { SafetyPack } from '@/server/evaluations/schema/suite-sources';
import { startFromPack } from '../../actions';

interface PackFormProps {
  readonly packs: readonly SafetyPack[];
  readonly reason: string | null;
}

/** A suite that ships, with what passing it says and what it does not. */
export function PackForm({ packs, reason }: PackFormProps) {
  const [state, submit] = useActionState(startFromPack, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.suite(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="Start from a safety pack">
      <FormStack
        footer={
          <SubmitButton pendingText="Making…" reason={reason}>
            Make dataset and suite
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <RadioGroup
          label="Pack"
          name="pack"
          layout="cards"
          required
          defaultValue={state.values?.['pack'] ?? packs[0]?.name}
          options={packs.map((pack) => ({
            value: pack.name,
            label: `${pack.name}, ${pack.caseCount} cases`,
            hint: <PackWords pack={pack} />,
          }))}
          error={state.fields?.['pack']?.slice()}
        />
        <TextInput
          label="Name"
          name="name"
          mono
          maxLength={64}
          hint="Of the suite and its dataset. Empty: the name of the pack."
          defaultValue={state.values?.['name']}
          error={state.fields?.['name']?.slice()}
        />
        <p className="text-muted">
          The suite names no target: each run says which model it asks. Change cases and thresholds as a new
          version of the dataset and of the suite.
        </p>
      </FormStack>
    </form>
  );
}

const PackWords = ({ pack: { summary, proves, provesNot, measures, thresholds } }: { pack: SafetyPack }) => (
  <span className="mt-1 flex flex-col gap-1">
    <span>{summary}</span>
    <span>
      <strong className="font-medium text-text">Passing it proves:</strong> {proves}
    </span>
    <span>
      <strong className="font-medium text-text">It does not prove:</strong> {provesNot}
    </span>
    <span>
      Measures {measures.join(', ')}; threshold {thresholds.join(', ')}.
    </span>
  </span>
);
