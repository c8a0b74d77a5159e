import 'server-only';
import { cache } from 'react';
import { abilityFor, refusal } from '@/policies/ability';
import type { Action, SubjectName, Subjects } from '@/policies/contract';
import { viewer } from '@/server/trpc/caller';

const ability = cache(async () => {
  const reader = await viewer();
  return reader && abilityFor(reader.actor);
});

/** Why the reader may not do this, or null when they may: for a button that stays in its place and says why. */
export async function mayNot<S extends SubjectName>(
  action: Action,
  name: S,
  target: Subjects[S],
): Promise<string | null> {
  const rules = await ability();
  return rules ? refusal(rules, action, name, target) : 'Sign in first';
}
