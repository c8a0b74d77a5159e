import type { Option } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import type { PackControl } from '@/server/checklists/schema/pack';
import type { Api } from '@/server/trpc/caller';

/** What a control may name. */
export type Choices = Omit<Awaited<ReturnType<Api['frameworks']['choices']>>, 'orgId'>;

/** What the form of a new control begins with. */
export const blank: PackControl = {
  id: '',
  title: '',
  requirement: '',
  appliesWhen: 'true',
  scope: 'system',
  severity: 'non_blocking',
  blocksIn: ['production'],
  owner: 'compliance_officer',
  signoffs: [],
  evidence: [['att.owner']],
  checks: [],
  obligation: null,
  reviewDays: 365,
  reopenedBy: [],
  appliesFrom: null,
  mapsTo: [],
  note: null,
};

const spoken = (codes: readonly string[]): Option[] => codes.map((value) => ({ value, label: words(value) }));
export const scopes = spoken(['release', 'system', 'environment', 'vendor', 'org']);
export const severities = spoken(['blocking', 'non_blocking']);
export const stages = spoken(['development', 'staging', 'production']);
export const obligations = spoken(['required', 'addressable', 'mixed']);
export const triggers = spoken([
  'model_version',
  'prompt_version',
  'dataset',
  'environment',
  'vendor',
  'purpose',
  'facts',
  'substantial_modification',
]);
export const relations = spoken(['equal-to', 'equivalent-to', 'subset-of', 'superset-of', 'intersects-with']);

export const titled = (all: readonly { readonly id: string; readonly title: string | null }[]): Option[] =>
  all
    .map(({ id, title }) => ({ value: id, label: title ?? words(id) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
