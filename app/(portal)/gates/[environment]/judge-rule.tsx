'use client';

import { Checkbox } from '@/app/_ui/checkbox';
import { TextInput } from '@/app/_ui/text-input';

export interface JudgeLimits {
  readonly min_cases: number;
  readonly min_share: number;
  readonly min_kappa: number;
  readonly min_recall: number;
}

/** Whether judges that decide a required suite must be calibrated, and how well. */
export const JudgeRule = ({ limits, first }: { limits?: JudgeLimits; first: JudgeLimits }) => {
  const shown = limits ?? first;
  const field = (name: keyof JudgeLimits) => ({
    name: `judges.${name}`,
    type: 'number',
    defaultValue: shown[name],
  });
  return (
    <fieldset key={JSON.stringify(limits)} className="flex flex-col gap-3 rounded-md border p-4">
      <legend className="px-1 text-sm font-medium">Judges</legend>
      <Checkbox
        name="judges"
        label="A judge that decides a required suite must be calibrated against people"
        defaultChecked={limits !== undefined}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput
          label="Labelled cases, at least"
          {...field('min_cases')}
          min={1}
          max={1_000_000}
          required
        />
        <TextInput
          label="Share of the rarest label, at least"
          {...field('min_share')}
          min={0}
          max={0.5}
          step="any"
          required
        />
        <TextInput
          label="Lower bound of Cohen’s kappa, at least"
          {...field('min_kappa')}
          min={0}
          max={1}
          step="any"
          required
        />
        <TextInput
          label="Share of the failures found, at least"
          {...field('min_recall')}
          min={0}
          max={1}
          step="any"
          required
        />
      </div>
    </fieldset>
  );
};
