import { targetKeyValue } from '@/server/kernel/env';
import { invalid } from '@/server/kernel/refusal';

/**
 * The key that a variable of the server's environment holds as `HOST KEY`, for one target. It goes to its own host
 * only, so that whoever may start a run cannot have it sent elsewhere. Throws Refusal `invalid`, without the value.
 * @param field the input field that names the variable
 */
export function targetKeyFor(field: string, name: string, baseUrl: string): string {
  const [host, key, ...rest] = targetKeyValue(name)?.trim().split(/\s+/) ?? [];
  if (host === undefined) throw invalid(field, `The server's environment has no variable ${name}`);
  if (key === undefined || rest.length > 0)
    throw invalid(field, `${name} must hold a host and a key, separated by a space`);
  const url = new URL(baseUrl);
  if (host !== url.hostname && host !== url.host)
    throw invalid(field, `${name} is a key for ${host}; the target is ${url.host}`);
  return key;
}
