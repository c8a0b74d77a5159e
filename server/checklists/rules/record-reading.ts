import { dayUs } from './answers';
import {
  fail,
  input,
  isRecent,
  numberOf,
  pass,
  unproven,
  type CheckData,
  type Params,
  type Run,
} from './check-data';
import { freshness, reaches, words, type CheckInput, type CheckResult, type RecordValues } from './evidence';

/** A record that counts, newest first; or why there is none. */
interface Read {
  readonly values: RecordValues;
  readonly about: { readonly inputs: readonly CheckInput[]; readonly ref: string; readonly atUs: number };
}

/** Reads the newest filled-in record of a type that holds for the subject, and judges it.
 *  @param asked what must stand in the record so that it is the one */
export const reading =
  (
    type: string,
    judge: (read: Read, data: CheckData, params: Params) => CheckResult,
    asked: (params: Params) => RecordValues = () => ({}),
  ): Run =>
  (data, params) => {
    const record = asked(params);
    const isAsked = (values: RecordValues) =>
      Object.entries(record).every(([name, value]) => values[name] === value);
    const read = recordOf(data, type, isAsked);
    if (typeof read === 'string') return { ...unproven(read), wants: { type, record } };
    const result = judge(read, data, params);
    return result.verdict === 'pass' ? result : { ...result, wants: { type, record } };
  };

function recordOf(data: CheckData, type: string, isAsked: (values: RecordValues) => boolean): Read | string {
  const need = data.needOf(type);
  if (!need) return `there is no evidence type ${type}`;
  const mine = data
    .itemsOf(type)
    .filter(({ binding, state }) => state !== 'revoked' && reaches(binding, need.binding, data.subject));
  const filled = mine
    .filter(({ record }) => record && isAsked(record))
    .toSorted((a, b) => b.givenAtUs - a.givenAtUs);
  let old: string | null = null;
  for (const item of filled) {
    const state = freshness(item, need, data.changes, data.nowUs);
    if (state.fresh && item.record) {
      const inputs = Object.entries(item.record)
        .slice(0, 12)
        .map(([name, value]) => input(words(name), told(value), item.id));
      return { values: item.record, about: { inputs, ref: item.id, atUs: item.givenAtUs } };
    }
    old ??= state.fresh ? null : state.why;
  }
  if (old !== null) return old;
  return mine.length > 0
    ? `${need.title} was given, but not as the form that this check reads`
    : `the form "${need.title}" is not filled in for this ${need.binding}`;
}

const told = (value: RecordValues[string]): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = typeof value === 'object' ? value.map(words).join(', ') || 'none' : String(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
};
export const text = (values: RecordValues, name: string) => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};
export const count = (values: RecordValues, name: string): number | null => {
  const value = values[name];
  return typeof value === 'number' ? value : null;
};

/** Why a day in a record does not count: it lies ahead, or too far back; null when it does. */
export function ageProblem(values: RecordValues, name: string, params: Params, nowUs: number): string | null {
  const day = text(values, name);
  const atUs = dayUs(day);
  if (atUs === null) return `${words(name)} is missing`;
  if (atUs > nowUs) return `${words(name)}, ${day}, lies in the future`;
  if (isRecent(atUs, params, nowUs)) return null;
  return `${words(name)}, ${day}, is more than ${numberOf(params, 'max_age_days', 0)} days ago`;
}

/** Passes when nothing is wrong. `open` means that it was not shown, `wrong` that it is not so. */
export function verdict(
  { about }: Read,
  wrong: readonly (string | false | null)[],
  open: readonly (string | false | null)[],
  good: string,
): CheckResult {
  const said = (all: readonly (string | false | null)[]) =>
    all.filter((one): one is string => typeof one === 'string');
  const [broken, unshown] = [said(wrong), said(open)];
  if (broken.length > 0) return fail(broken.join('; '), about);
  return unshown.length > 0 ? unproven(unshown.join('; '), about) : pass(good, about);
}

export const missingOf = (values: RecordValues, names: readonly string[]) =>
  names.filter((name) => text(values, name).trim() === '').map(words);
export const lacking = (what: string, wanted: readonly string[], had: readonly string[]) => {
  const missing = wanted.filter((one) => !had.includes(one)).map(words);
  return missing.length > 0 && `${what}: ${missing.join(', ')}`;
};
