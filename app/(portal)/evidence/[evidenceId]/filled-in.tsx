import { KeyValues } from '@/app/_ui/key-values';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';

type Item = Awaited<ReturnType<Api['evidence']['get']>>;

/** What a person filled in, by the labels of the form. */
export function FilledIn({ record, form }: { record: NonNullable<Item['record']>; form: Item['form'] }) {
  return (
    <Section title="What was filled in" frame="card">
      <KeyValues
        items={form.map(({ name, label }) => ({
          label,
          value: filledWords(record[name]),
          none: 'Left empty',
        }))}
      />
    </Section>
  );
}

function filledWords(value: NonNullable<Item['record']>[string] | undefined) {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' ? value.map((one) => words(one)).join(', ') || 'None' : String(value);
}
