import type { ControlFact, Dossier, Facts, ResultFact } from '../schema/dossier';
import { byText, digestOf } from './manifest';

/** What the dossier is about, beside the facts. */
export type DossierHead = Pick<Dossier, 'org' | 'release_digest' | 'environment' | 'policy_digest'>;

/** The dossier in its one canonical form, so that equal facts have equal digests. */
export function dossier(head: DossierHead, facts: Facts): Dossier {
  const byName = (a: { name: string; id: string }, b: { name: string; id: string }) =>
    byText(a.name, b.name) || byText(a.id, b.id);
  const byId = (a: { id: string }, b: { id: string }) => byText(a.id, b.id);
  const withJudges = (one: ResultFact): ResultFact =>
    one.judges ? { ...one, judges: one.judges.toSorted((a, b) => byText(a.measure, b.measure)) } : one;
  const control = (one: ControlFact): ControlFact => ({ ...one, evidence: [...one.evidence].sort(byText) });
  return {
    schema: 'countersign.dossier/v1',
    org: head.org,
    release_digest: head.release_digest,
    environment: head.environment,
    policy_digest: head.policy_digest,
    suites: facts.suites.map(withJudges).sort(byName),
    studies: [...facts.studies].sort(byName),
    checklists: [...facts.checklists]
      .sort((a, b) => byText(a.framework, b.framework))
      .map((list) => ({ ...list, controls: list.controls.map(control).sort(byId) })),
    findings: [...facts.findings].sort(byId),
    ...(facts.answers !== undefined && { answers: facts.answers }),
  };
}

/** `sha256:…` of the dossier's exact bytes: what a statement names beside the release's digest. */
export const dossierDigest = (value: Dossier, sha256: (bytes: Uint8Array) => Uint8Array): string =>
  digestOf(value, sha256);
