import type { PackControl, PackHead } from '../schema/pack';

/** What the lists of the template name. */
export interface TemplateLists {
  readonly natures: readonly string[];
  readonly scopes: readonly string[];
  readonly triggers: readonly string[];
  readonly roles: readonly string[];
  readonly evidence: readonly { readonly id: string; readonly title: string }[];
  readonly checks: readonly { readonly id: string; readonly title: string }[];
  readonly facts: readonly {
    readonly id: string;
    readonly type: string;
    readonly options: readonly string[] | null;
  }[];
}
type Rows = readonly (readonly string[])[];

const headRows: readonly (readonly [keyof PackHead, string, string])[] = [
  ['id', 'house-rules', 'Needed. Lower-case letters, digits and dashes; never changed later'],
  ['title', 'House rules for AI', 'Needed'],
  ['nature', 'standard', 'law, framework or standard'],
  ['version', '1', 'Needed. A later import needs a higher one'],
  ['asOf', '2026-11-01', 'Needed. The day up to which the source was read, YYYY-MM-DD'],
  ['status', 'in force', 'Of the source, in words'],
];

/** Each field of a control with an example and what to write. */
const fields: { readonly [F in keyof Required<PackControl>]: readonly [example: string, help: string] } = {
  id: ['house-1', 'Needed. Lower-case letters, digits, dots and dashes; never changed later'],
  title: ['An owner answers for every system', 'Needed'],
  citation: ['House rules 1', 'Where it stands in the source; without it the id'],
  citations: ['', 'Several provisions, divided by semicolons'],
  requirement: [
    'Name the person who answers for the system before it goes to production.',
    'Needed. What is asked, in full',
  ],
  appliesWhen: [
    'true',
    'An expression over facts, such as: phi and decision_role != \'none\'; "true": always',
  ],
  scope: ['system', 'What it is kept per'],
  severity: ['blocking', 'blocking or non_blocking'],
  blocksIn: ['staging; production', 'Stages that it blocks, divided by semicolons'],
  owner: ['compliance_officer', 'The role that answers for it'],
  signoffs: ['', 'Roles that have to sign, divided by semicolons'],
  evidence: [
    'doc.intended-use | att.owner',
    'Evidence types: groups divided by semicolons, of each group one item, items divided by bars',
  ],
  optionalEvidence: ['', 'Evidence types that help and are not waited for, divided by semicolons'],
  checks: [
    'portal.signoffs; eval.accuracy max_age_days=60',
    'Automated checks, divided by semicolons; after a check what is not as usual, as name=value',
  ],
  checksDecide: ['', 'yes: the checks alone decide'],
  obligation: ['', 'required, addressable or mixed, as 45 CFR 164.306(d) tells them apart'],
  reviewDays: ['365', 'Days until the next review; 0: at each release'],
  reopenedBy: ['model_version', 'Changes after which it is decided about again, divided by semicolons'],
  appliesFrom: ['', 'The day from which it holds, YYYY-MM-DD; without it now'],
  appliesFromByPath: ['', 'Days by the way that a law reaches a system, such as annex_iii: 2027-12-02'],
  waivable: ['', 'yes or no; without it a law is not waived, the rest is'],
  themes: ['', 'What it is about, divided by semicolons'],
  genaiActions: ['', 'Actions of the NIST GenAI profile, divided by semicolons'],
  mapsTo: ['', 'Ids of controls that it overlaps with, divided by semicolons'],
  note: ['', 'Anything that helps'],
};

/** The sheets of a workbook to fill in: head, controls with one example, what fields mean, which values there are. */
export function templateSheets(columns: readonly (keyof PackControl)[], lists: TemplateLists) {
  const allowed = allowedValues(lists);
  const columnOf = (field: keyof PackControl) => columns.indexOf(field);
  const choice = (field: keyof PackControl, list: string) => ({
    at: columnOf(field),
    list: allowed.findIndex(([name]) => name === list),
    length: allowed.find(([name]) => name === list)?.slice(1).length ?? 0,
  });
  const depth = Math.max(...allowed.map((list) => list.length));
  const values: Rows = Array.from({ length: depth }, (_, r) => allowed.map((list) => list[r] ?? ''));
  return {
    framework: headRows as Rows,
    controls: [columns, columns.map((field) => fields[field][0])] as Rows,
    fields: [
      ['Field', 'Example', 'What to write'],
      ...columns.map((field) => [field, ...fields[field]]),
    ] as Rows,
    values,
    choices: [
      choice('scope', 'scope'),
      choice('severity', 'severity'),
      choice('obligation', 'obligation'),
      choice('owner', 'owner, signoffs'),
    ],
  };
}

const named = ({ id, title }: { readonly id: string; readonly title: string }) => [id, title] as const;

/** Columns: the first cell of each is its heading. */
function allowedValues(lists: TemplateLists): readonly (readonly string[])[] {
  const evidence = lists.evidence.map(named);
  const checks = lists.checks.map(named);
  return [
    ['nature', ...lists.natures],
    ['scope', ...lists.scopes],
    ['severity', 'blocking', 'non_blocking'],
    ['blocksIn', 'development', 'staging', 'production'],
    ['obligation', 'required', 'addressable', 'mixed'],
    ['reopenedBy', ...lists.triggers],
    ['owner, signoffs', ...lists.roles],
    ['evidence', ...evidence.map(([id]) => id)],
    ['evidence: what it is', ...evidence.map(([, title]) => title)],
    ['checks', ...checks.map(([id]) => id)],
    ['checks: what they look at', ...checks.map(([, title]) => title)],
    ['facts of appliesWhen', ...lists.facts.map(({ id }) => id)],
    [
      'facts: values',
      ...lists.facts.map(({ type, options }) => options?.join(', ') ?? factValues[type] ?? type),
    ],
  ];
}
const factValues: Readonly<Record<string, string>> = { bool: 'true, false', date: 'YYYY-MM-DD' };
