import { conflict, precondition } from '../../kernel/refusal';

export type ReleaseState = 'draft' | 'frozen' | 'submitted' | 'withdrawn';

const next: Record<ReleaseState, readonly ReleaseState[]> = {
  draft: ['frozen'],
  frozen: ['draft', 'frozen', 'submitted'],
  submitted: ['withdrawn'],
  withdrawn: ['draft', 'frozen'],
};

/** Throws Refusal('conflict') when a release in `from` cannot become `to`. A submitted release is withdrawn before it
 *  is changed, so that its signatures never cover something else. */
export function assertMoves(from: ReleaseState, to: ReleaseState): void {
  if (next[from].includes(to)) return;
  const hint = from === 'submitted' ? '; withdraw it first' : '';
  throw conflict(`This release is ${from}; it cannot become ${to}${hint}`);
}

/** Something must be released: a model or a prompt. */
export function assertFreezable(manifest: {
  artifacts: readonly object[];
  prompts: readonly object[];
}): void {
  if (manifest.artifacts.length + manifest.prompts.length > 0) return;
  throw precondition('A release needs at least one model version or prompt version before it can be frozen');
}
