'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Button } from '@/app/_ui/button';
import { CodeArea } from '@/app/_ui/code-area';
import { Select } from '@/app/_ui/select';
import { type ThresholdKind, withEntry, withThreshold } from './suite-entry';

/** The entry of each evaluator of the catalogue. */
export interface SuiteEntry {
  readonly id: string;
  readonly yaml: string;
}

interface SuiteFileProps {
  readonly state: FormState;
  readonly text: string;
  readonly entries: readonly SuiteEntry[];
}

const kinds = [
  { value: 'min', label: 'at least' },
  { value: 'max', label: 'at most' },
  { value: 'maxDrop', label: 'not worse than the approved release' },
];

/** The editor of a suite file with what it refuses, line by line, and the evaluators to put into it. */
export function SuiteFile({ state, text, entries }: SuiteFileProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState(entries[0]?.id ?? '');
  const [kind, chooseKind] = useState<ThresholdKind>('min');
  const change = (changed: (file: string) => string) => {
    const area = frame.current?.querySelector('textarea');
    if (area) area.value = changed(area.value);
    area?.focus();
  };
  const insert = () => {
    const entry = entries.find(({ id }) => id === chosen);
    if (entry) change((file) => withEntry(file, entry.yaml));
  };
  return (
    <div ref={frame} className="flex flex-col gap-3">
      <CodeArea
        label="Suite file"
        name="text"
        required
        rows={18}
        hint="YAML. dataset is name@number or sha256:…; prompt also name@label, which is resolved now. Both are pinned by digest."
        defaultValue={state.values?.text ?? text}
        error={state.fields?.text?.slice()}
      />
      <div className="grid max-w-[42rem] gap-x-6 gap-y-3 sm:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
          <Select
            label="Evaluator to add"
            name="evaluator"
            form="none"
            required
            value={chosen}
            onChange={({ target }) => choose(target.value)}
            options={entries.map(({ id }) => ({ value: id, label: id }))}
          />
          <Button type="button" icon={<Plus aria-hidden />} onClick={insert}>
            Insert
          </Button>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
          <Select
            label="Threshold to add"
            name="threshold"
            form="none"
            required
            value={kind}
            onChange={({ target }) => chooseKind(target.value as ThresholdKind)}
            options={kinds}
          />
          <Button
            type="button"
            icon={<Plus aria-hidden />}
            onClick={() => change((file) => withThreshold(file, kind))}
          >
            Insert threshold
          </Button>
        </div>
      </div>
      <p className="flex gap-4 text-sm">
        <Link href={paths.evaluators()} target="_blank" className="text-accent underline">
          Catalogue of evaluators
        </Link>
        <a href={paths.suiteSchema()} target="_blank" rel="noreferrer" className="text-accent underline">
          JSON Schema of the file
        </a>
      </p>
    </div>
  );
}
