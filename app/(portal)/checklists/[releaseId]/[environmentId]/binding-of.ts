import type { Checklist } from './checklist';

/** Where the status or evidence of a scope is kept for this checklist; that of vendors is kept
 *  for the system where no vendor is named. */
export function bindingOf(
  scope: Checklist['controls'][number]['scope'],
  {
    digest,
    systemId,
    system,
    version,
    environment,
    orgId,
  }: Pick<Checklist, 'digest' | 'systemId' | 'system' | 'version' | 'environment' | 'orgId'>,
) {
  switch (scope) {
    case 'release':
      return { kind: scope, id: digest, words: `${system} ${version}` };
    case 'environment':
      return { kind: scope, id: environment, words: environment };
    case 'org':
      return { kind: scope, id: orgId, words: 'everything in this organisation' };
    case 'system':
    case 'vendor':
      return { kind: 'system' as const, id: systemId, words: system };
  }
}
