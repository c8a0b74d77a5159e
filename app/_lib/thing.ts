import { words } from '@/app/_ui/status-chip';
import { judgementWords } from './judgement-words';
import { paths } from './paths';

const pages: Readonly<Record<string, (id: string) => string>> = {
  system: paths.system,
  model: paths.model,
  prompt: paths.prompt,
  dataset: paths.dataset,
  suite: paths.suite,
  run: paths.run,
  judge: paths.judge,
  review: paths.review,
  study: paths.study,
  evidence: paths.evidence,
  release: paths.release,
  environment: paths.environment,
  person: paths.person,
  framework: paths.framework,
  organisation: paths.organisation,
  gate_decision: paths.decision,
  token: paths.tokens,
};

/** What the trail calls `release/rel_…`: its kind in words, its id, and its page where it has one. */
export function thingOf(ref: string): { readonly kind: string; readonly id: string; readonly href?: string } {
  const [kind = '', ...rest] = ref.split('/');
  const id = rest.join('/');
  return { kind: words(kind), id, href: pages[kind]?.(id) };
}

interface Acting {
  readonly actorName: string | null;
  readonly event: { readonly actor: { readonly kind: string; readonly id: string | null } };
}

/** A person by name; a job of this server as "Server: evaluations work". */
export function actorWords({ actorName, event: { actor } }: Acting): string {
  if (actorName) return actorName;
  if (!actor.id || actor.kind === 'anonymous') return words(actor.kind);
  return jobWords(actor.id) ?? actor.id;
}

/** `job_evaluations.work` as "Server: evaluations work"; null when the actor is no job. */
export const jobWords = (actorId: string): string | null =>
  actorId.startsWith('job_') ? `Server: ${actorId.slice(4).replaceAll(/[._-]/g, ' ')}` : null;

const isCode = (text: string) => /^[a-z]+(_[a-z]+)+$/.test(text);
const textWords = (text: string) => (isCode(text) ? text.replaceAll('_', ' ') : judgementWords(text));

/** `/finishedAt` as "Finished at", `/signoffs/production` as "Sign-offs, production"; ids are cut short. */
export const pathWords = (path: string): string =>
  words(
    path
      .slice(1)
      .replaceAll('/', ', ')
      .replaceAll(/\b([a-z]{2,4}_[0-9a-f]{8})-[0-9a-f-]{20,}/g, '$1…')
      .replaceAll(
        /([a-z])([A-Z])/g,
        (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
      ),
  );

const isPlain = (value: unknown): value is Record<string, string | number | boolean> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => ['string', 'number', 'boolean'].includes(typeof one));

/** A recorded value for reading: codes without underscores, lists with commas, fields by name,
 *  anything deeper as JSON. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return textWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.map(textWords).join(', ');
  if (isPlain(value))
    return Object.entries(value)
      .map(([name, one]) => `${pathWords(`/${name}`)}: ${valueWords(one)}`)
      .join('; ');
  return typeof value === 'object' ? judgementWords(JSON.stringify(value)) : String(value);
}
