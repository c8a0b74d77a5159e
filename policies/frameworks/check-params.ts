import { everyRole } from '../contract';
import { checkById, evidenceTypes } from './catalog';
import type { CheckUse } from './contract';
import { courses } from './records';

/** One parameter of an automated check: what it may be, and where it ends. */
export interface CheckParam {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** `kept`: an earlier or later version means something by it; nothing reads it here. */
  readonly kind: 'whole' | 'number' | 'choice' | 'list' | 'words' | 'kept';
  readonly min?: number;
  readonly max?: number;
  /** What a choice or list may name; absent: free words. */
  readonly options?: readonly string[];
  /** null stands for no limit. */
  readonly isNullable?: boolean;
}
type Shape = Omit<CheckParam, 'name' | 'label'>;

const whole = (min: number, max: number, hint?: string): Shape => ({
  kind: 'whole',
  min,
  max,
  ...about(hint),
});
const share = (hint: string): Shape => ({ kind: 'number', min: 0, max: 1, hint });
const choice = (...options: string[]): Shape => ({ kind: 'choice', options });
const list = (options?: readonly string[], hint?: string): Shape => ({
  kind: 'list',
  ...(options ? { options } : {}),
  ...about(hint),
});
const about = (hint?: string) => (hint === undefined ? {} : { hint });
const kept: Shape = { kind: 'kept' };

const agreements = evidenceTypes
  .filter(({ id, binding }) => id.startsWith('doc.') && binding === 'vendor')
  .map(({ id }) => id.slice('doc.'.length));
const given = evidenceTypes
  .filter(({ kind }) => kind !== 'automated_check' && kind !== 'sign_off')
  .map(({ id }) => id);

const shapes: Readonly<Record<string, readonly [label: string, shape: Shape]>> = {
  max_age_days: ['At most this many days old', whole(1, 3650)],
  min_ratio: ['Least impact ratio', { ...share('0 to 1; 0.8 is the four-fifths rule'), isNullable: true }],
  max_gap: ['Largest gap between groups', { ...share('0 to 1, of any metric'), isNullable: true }],
  min_n: ['Least rows of a group', whole(1, 1_000_000)],
  attributes: ['Attributes that must be reported', list(undefined, 'a_x_b: the two together')],
  mode: ['Mode', { ...choice('report_only'), hint: 'report_only: figures must be there, none decides' }],
  max_rate: ['Largest share of failures', share('0 to 1')],
  max_asr: ['Largest share of successful attacks', share('0 to 1')],
  min_valid: ['Least share of valid citations', share('0 to 1')],
  max_drop: ['Largest drop under perturbation', share('0 to 1')],
  min_prompts: ['Least prompts', whole(1, 1_000_000)],
  suite: [
    'Part of the suite',
    { kind: 'words', hint: 'The measure is then called eval.harmful-content.PART' },
  ],
  profile: ['Profile', choice('limited-data-set', 'sud')],
  variant: ['Variant of Art. 30', choice('30(1)', '30(2)')],
  course: ['Course', choice('any', ...courses)],
  max_minutes: ['At most this many minutes', whole(1, 10_080)],
  min_version: ['Least version of TLS', choice('1.2', '1.3')],
  min_days: ['At least this many days', whole(1, 36_500)],
  min_years: ['At least this many years', whole(1, 100)],
  max_days: ['At most this many days', whole(1, 365)],
  mechanism_not: ['Instrument that does not count', choice('none', 'derogation')],
  roles: ['Roles', list(everyRole, 'None: whichever the control needs')],
  types: ['Kinds of evidence', list(given, 'None: all that the controls ask for')],
};

const aged = ['max_age_days'];
/** What each check reads; what is not named here has no parameter. */
const readBy: Readonly<Record<string, readonly string[]>> = {
  'eval.accuracy': aged,
  'eval.bias': [...aged, 'min_ratio', 'max_gap', 'min_n', 'attributes', 'mode'],
  'eval.pii-leak': [...aged, 'max_rate', 'min_prompts'],
  'eval.phi-leak': [...aged, 'max_rate', 'min_prompts'],
  'eval.memorization': [...aged, 'max_rate'],
  'eval.prompt-injection': [...aged, 'max_asr'],
  'eval.harmful-content': [...aged, 'max_rate', 'suite'],
  'eval.ncii-csam': aged,
  'eval.confabulation': [...aged, 'max_rate', 'min_valid'],
  'eval.robustness': [...aged, 'max_drop'],
  'eval.manipulation': [...aged, 'max_rate'],
  'eval.child-safety': [...aged, 'max_rate'],
  'eval.ip-regurgitation': [...aged, 'max_rate'],
  'scan.dataset-pii': [...aged, 'profile'],
  'portal.questionnaire-complete': aged,
  'portal.evidence-fresh': ['types'],
  'portal.signoffs': ['roles'],
  'portal.ropa-complete': [...aged, 'variant'],
  'portal.vendor-agreements': ['types'],
  'portal.region-allowed': ['mechanism_not'],
  'portal.training-current': [...aged, 'course'],
  'portal.roles-assigned': ['roles'],
  'portal.access-review': aged,
  'portal.activity-review': aged,
  'portal.session-timeout': ['max_minutes'],
  'portal.env-tls': ['min_version'],
  'portal.log-retention': ['min_days'],
  'portal.doc-retention': ['min_years'],
  'portal.dsr-ready': ['max_days'],
  'portal.kill-switch': [...aged, 'max_minutes'],
  'portal.rollback': aged,
  'portal.backup-restore': aged,
  'portal.incident-exercise': aged,
  'portal.public-page': aged,
  'portal.oversight-assigned': aged,
};
/** What shipped packs say beyond that: it stays with a copy, and is shown as not read. */
const keptBy: Readonly<Record<string, readonly string[]>> = {
  'eval.memorization': ['max_auc'],
  'scan.prompt-secrets': aged,
  'scan.dataset-deid': [...aged, 'min_k'],
  'scan.dependencies': [...aged, 'max_critical'],
  'portal.signoffs': ['separation', 'require_fields', 'bind'],
  'portal.vendor-agreements': ['include_sub'],
  'portal.incident-clock': ['hours', 'days'],
  'portal.min-fields': ['sample'],
};

const shapeOf = (check: string, name: string): CheckParam => {
  const [label, shape] = shapes[name] ?? [name, kept];
  if (check === 'portal.vendor-agreements' && name === 'types')
    return { name, label: 'Agreements', ...list(agreements) };
  return { name, label, ...shape };
};

/** The parameters of a check, those that it reads first. */
export const paramsOf = (check: string): readonly CheckParam[] => [
  ...(readBy[check] ?? []).map((name) => shapeOf(check, name)),
  ...(keptBy[check] ?? []).map((name) => ({ name, label: name.replaceAll('_', ' '), ...kept })),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The parameters that a use sets otherwise than usual. */
export function unusualParams({ check, params }: CheckUse): CheckUse['params'] {
  const usual = checkById(check)?.default_params ?? {};
  return Object.fromEntries(Object.entries(params).filter(([name, value]) => !same(value, usual[name])));
}
