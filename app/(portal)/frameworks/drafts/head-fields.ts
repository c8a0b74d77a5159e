import type { ActionField } from '@/app/_lib/action-fields';
import type { Nature } from '@/policies/frameworks/contract';
import type { PackHead } from '@/server/checklists/schema/pack';

const natureWords: Readonly<Record<Nature, string>> = {
  standard: 'A standard: controls may be excluded with a justification',
  framework: 'A framework: what has no priority is left out with a reason',
  law: 'A law: nothing is waived',
};
const natures = Object.entries(natureWords).map(([value, label]) => ({ value, label }));

/** What stands above the controls; `version` under the name that the form gives it. */
export const headFields = (
  head: Partial<Omit<PackHead, 'id'>>,
  versionName: string,
): readonly ActionField[] => [
  { kind: 'line', name: 'title', label: 'Title', required: true, maxLength: 200, value: head.title },
  { kind: 'choice', name: 'nature', label: 'Nature', required: true, options: natures, value: head.nature },
  {
    kind: 'line',
    name: versionName,
    label: 'Version',
    hint: 'A later version has a higher one: 2 < 10, 2026-08 < 2026-11',
    required: true,
    maxLength: 40,
    value: head.version,
  },
  {
    kind: 'date',
    name: 'asOf',
    label: 'As of',
    hint: 'The day up to which its source was read',
    required: true,
    value: head.asOf,
  },
  {
    kind: 'line',
    name: 'status',
    label: 'Status of the law or standard',
    hint: 'For example: in force; adopted, applies from 2027-01-01; draft',
    required: true,
    maxLength: 300,
    value: head.status,
  },
];
