import { Refusal } from './refusal';

const meanings: Readonly<Record<string, readonly [Refusal['code'], string]>> = {
  '23505': [
    'conflict',
    'Something with the same identity exists already, or somebody changed this at the same moment',
  ],
  '22008': ['unavailable', 'This took too long to be recorded; try again'],
  '40001': ['conflict', 'Somebody changed this at the same moment; try again'],
  '40P01': ['conflict', 'Somebody changed this at the same moment; try again'],
  '55P03': ['conflict', 'Somebody is changing this right now; try again'],
  '53300': ['unavailable', 'The database has no free connection; try again'],
  '57P03': ['unavailable', 'The database is starting; try again'],
  CONNECT_TIMEOUT: ['unavailable', 'The database does not answer; try again'],
  CONNECTION_CLOSED: ['unavailable', 'The database closed the connection; try again'],
  ECONNREFUSED: ['unavailable', 'The database does not answer; try again'],
};

/** Turns the database's expected failures into refusals; everything else stays the bug that it is. */
export function translated(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) {
    const meaning = 'code' in at && typeof at.code === 'string' ? meanings[at.code] : undefined;
    if (at instanceof Refusal) return at;
    if (meaning) return Object.assign(new Refusal(...meaning), { cause: error });
  }
  return error;
}
