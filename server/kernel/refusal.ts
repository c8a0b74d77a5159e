export type RefusalCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'precondition'
  | 'limit'
  | 'unavailable';

/** The one expected failure. Anything else that is thrown is a bug and becomes a 500. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export const notFound = (what: string) => new Refusal('not_found', `${what} not found`);
export const conflict = (message: string) => new Refusal('conflict', message);
export const precondition = (message: string) => new Refusal('precondition', message);

/** A value that failed a rule; `field` is its path in the input as the caller wrote it. */
export const invalid = (field: string, message: string) =>
  new Refusal('invalid', message, { fields: { [field]: [message] } });
