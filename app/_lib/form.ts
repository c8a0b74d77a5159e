import 'server-only';
import { TRPCError } from '@trpc/server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { api, guest, type Api } from '@/server/trpc/caller';

/** What a form sent, as text. A name that ends in [] is a list of all its values and loses the brackets. */
export type Values = Record<string, string | string[]>;
type Messages = Record<string, string[]>;

export interface FormState<R = unknown> {
  /** Why the form as a whole was refused. */
  readonly problem?: string;
  /** Per field, by its name in the form. */
  readonly fields?: Readonly<Record<string, readonly string[] | undefined>>;
  /** React empties an uncontrolled form after its action; these put the reader's words back. Never passwords. */
  readonly values?: Readonly<Record<string, string>>;
  /** Set when it worked: what `submit` returned, and a number that differs each time. */
  readonly done?: { readonly result: R; readonly at: number };
}

type Action<R> = (state: FormState, data: FormData) => Promise<FormState<R>>;
type Submit<S extends z.ZodType, R> = (api: Api, input: z.output<S>, data: FormData) => Promise<R>;
/** Turns what the form sent into what the schema reads (booleans, numbers, nested parts). */
type Shape = (values: Values, data: FormData) => unknown;

/** One call of the API as a form action: parse, call, refresh. Every expected failure comes back as words. Empty
 *  fields count as not given. */
export const form =
  <S extends z.ZodType, R>(schema: S, submit: Submit<S, R>, shape: Shape = (values) => values): Action<R> =>
  (_, data) =>
    answered(data, schema, shape, async (input) => submit(await api(), input, data));

/** The same for somebody who is not signed in. */
export const guestForm =
  <S extends z.ZodType, R>(schema: S, submit: Submit<S, R>, shape: Shape = (values) => values): Action<R> =>
  (_, data) =>
    answered(data, schema, shape, async (input) => submit(await guest(), input, data));

async function answered<S extends z.ZodType, R>(
  data: FormData,
  schema: S,
  shape: Shape,
  submit: (input: z.output<S>) => Promise<R>,
): Promise<FormState<R>> {
  const values = written(data);
  const parsed = schema.safeParse(shape(filled(data), data));
  if (!parsed.success) return refused(fieldsOf(parsed.error.issues, values), values);
  try {
    const result = await submit(parsed.data);
    refresh();
    return { done: { result, at: Date.now() } };
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === 'INTERNAL_SERVER_ERROR') throw error;
    const { cause } = error;
    if (cause instanceof z.ZodError) return refused(fieldsOf(cause.issues, values), values);
    const fields = detailsOf(cause)['fields'] as Messages | undefined;
    return fields ? refused(fields, values) : { problem: error.message, values };
  }
}

/** A message whose field the form does not show stands above it instead. */
function refused<R>(fields: Messages, values: Readonly<Record<string, string>>): FormState<R> {
  const shown = Object.keys(fields).filter((name) => name in values);
  const rest = Object.entries(fields).filter(([name]) => !shown.includes(name));
  const problem = rest.map(([name, messages]) => (name ? `${name}: ${messages[0]}` : messages[0])).join('; ');
  return { fields, values: withoutSecrets(values), ...(problem ? { problem } : {}) };
}

/** Messages by the field of the form that they belong to; those of no field keep their path. */
function fieldsOf(issues: readonly z.core.$ZodIssue[], values: Readonly<Record<string, string>>): Messages {
  const fields: Messages = {};
  for (const { path, message } of issues) {
    const [whole, first] = [path.join('.'), String(path[0] ?? '')];
    const missing = path.length > 0 && message.endsWith('received undefined');
    (fields[first in values ? first : whole] ??= []).push(missing ? 'must be filled in' : message);
  }
  return fields;
}

const detailsOf = (cause: unknown): Record<string, unknown> =>
  cause instanceof Error && 'details' in cause ? (cause.details as Record<string, unknown>) : {};

const bare = (name: string) => name.replace(/\[\]$/, '');

const written = (data: FormData): Record<string, string> =>
  Object.fromEntries(
    [...data.entries()].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[bare(name), value]] : [],
    ),
  );

const withoutSecrets = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      /password|^current$|token/i.test(name) ? '' : value,
    ]),
  );

function filled(data: FormData): Values {
  const values: Values = {};
  for (const name of new Set(data.keys())) {
    const texts = data.getAll(name).filter((value) => typeof value === 'string' && value !== '') as string[];
    if (name.startsWith('$') || (texts.length === 0 && !name.endsWith('[]'))) continue;
    values[bare(name)] = name.endsWith('[]') ? texts : (texts.at(-1) ?? '');
  }
  return values;
}
