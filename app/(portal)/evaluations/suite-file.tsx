'use client';

import type { FormState } from '@/app/_lib/form';
import { CodeArea } from '@/app/_ui/code-area';

/** The editor of a suite file with what it refuses, line by line. */
export const SuiteFile = ({ state, text }: { state: FormState; text: string }) => (
  <CodeArea
    label="Suite file"
    name="text"
    required
    rows={18}
    hint="YAML. dataset is name@number or sha256:…; prompt also name@label, which is resolved now. Both are pinned by digest."
    defaultValue={state.values?.text ?? text}
    error={state.fields?.text?.slice()}
  />
);
