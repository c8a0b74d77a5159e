import { AbilityBuilder, createMongoAbility, subject } from '@casl/ability';
import type { Ability, Action, Actor, Policy, SubjectName, Subjects, Tagged } from './contract';
import { checklists } from './checklists';
import { evaluations } from './evaluations';
import { findings } from './findings';
import { gates } from './gates';
import { identity } from './identity';
import { jobs } from './jobs';
import { registry } from './registry';
import { reviews } from './reviews';
import { releases } from './releases';
import { systems } from './systems';
import { tokens } from './tokens';
import { trail } from './trail';

/** `tokens` is last: what it forbids, no other policy may allow. */
const policies: readonly Policy[] = [
  identity,
  systems,
  registry,
  evaluations,
  checklists,
  findings,
  reviews,
  releases,
  gates,
  trail,
  jobs,
  tokens,
];

export function abilityFor(actor: Actor): Ability {
  const rules = new AbilityBuilder<Ability>(createMongoAbility);
  for (const policy of policies) policy(rules, actor);
  return rules.build();
}

/** The only question the product may ask: why not? `null` means granted. Never asks about a bare type name. */
export function refusal<S extends SubjectName>(
  ability: Ability,
  action: Action,
  name: S,
  target: Subjects[S],
): string | null {
  // TypeScript cannot tie S to one member of the union; subject() has just tagged the copy with that name.
  const tagged = subject(name, { ...target }) as unknown as Tagged;
  if (ability.can(action, tagged)) return null;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return ability.relevantRuleFor(action, tagged)?.reason ?? `None of your roles may ${action} this ${words}`;
}
