'use client';

import { useRouter } from 'next/navigation';
import { paths, withQuery } from '@/app/_lib/paths';
import { Select } from '@/app/_ui/select';

interface ChooseTableProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
}

/** The columns of the form below are those of this table. */
export function ChooseTable({ options, chosen }: ChooseTableProps) {
  const router = useRouter();
  return (
    <div className="max-w-2xl">
      <Select
        label="Predictions"
        name="dataset"
        required
        hint="Newest versions of datasets of kind table"
        options={[...options]}
        defaultValue={chosen}
        onChange={({ currentTarget: { value } }) =>
          router.push(withQuery(paths.newStudy(), { dataset: value }))
        }
      />
    </div>
  );
}
