import { canonical } from '@/server/kernel/canonical';
import { conflict, precondition } from '@/server/kernel/refusal';
import type { PromptBody, PromptContent, Template } from './schema';

const variable = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

const textsOf = (template: Template): readonly string[] =>
  typeof template === 'string' ? [template] : template.map(({ content }) => content);

/** The names in `{{name}}`, each once, sorted by code unit. */
export const variablesOf = (template: Template): string[] =>
  [
    ...new Set(
      textsOf(template).flatMap((text) => [...text.matchAll(variable)].map(([, name]) => name ?? '')),
    ),
  ].sort();

/** What is hashed: the content with all that follows from it. */
export const bodyOf = ({ template, parameters }: PromptContent): PromptBody => ({
  template,
  variables: variablesOf(template),
  roleOrder: typeof template === 'string' ? [] : template.map(({ role }) => role),
  parameters,
});

/** RFC 8785 text of a prompt: its SHA-256 is the version's digest. */
export const promptText = (content: PromptContent): string => canonical(bodyOf(content));

/** Labels that say what may serve users. */
export const protectedLabels: readonly string[] = ['production'];
export const isProtected = (label: string): boolean => protectedLabels.includes(label);

/** A protected label is moved by a release, never by hand. */
export function assertMovable(label: string): void {
  if (!isProtected(label)) return;
  throw precondition(
    `The label ${label} is protected: it moves only with a release that contains the version and whose gate allows it`,
  );
}

interface Pointer {
  readonly versionId: string;
  readonly number: number;
}

/** Compare and set: whoever moves a label says where it pointed when they looked. */
export function assertUnmoved(label: string, current: Pointer | undefined, expected: string | null): void {
  if ((current?.versionId ?? null) === expected) return;
  const now = current ? `version ${current.number}` : 'no version';
  throw conflict(`The label ${label} points to ${now} now; look at it again before you move it`);
}
