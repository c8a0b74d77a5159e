import { at } from '@/server/gates/rules/json';
import type { RoleHeld } from '@/server/gates/rules/quorum';
import { changeUnder, type Leaf } from './events';

export interface KnownKey {
  readonly id: string;
  readonly purpose: string;
  readonly spki: string;
  /** The leaf that introduced it. */
  readonly index: number;
}

/** What the log says about keys, in its order. */
export function keysIn(leaves: readonly Leaf[]): KnownKey[] {
  return leaves.flatMap((leaf) => {
    if (leaf.type !== 'key.created') return [];
    const { event, index } = leaf;
    const [spki, purpose] = [changeUnder(event, '/spki')?.to, changeUnder(event, '/purpose')?.to];
    const id = String(at(event, 'entity', 'ref')).replace(/^key\//, '');
    return typeof spki === 'string' && typeof purpose === 'string' ? [{ id, purpose, spki, index }] : [];
  });
}

/** Role grants as stretches of time, from the events before `beforeIndex`. */
export function grantsIn(leaves: readonly Leaf[], beforeIndex = leaves.length): RoleHeld[] {
  const held: { person: string; role: string; scope: string; from_us: number; to_us: number | null }[] = [];
  for (const leaf of leaves.slice(0, beforeIndex)) {
    const { type, at_us: time } = leaf;
    if (type !== 'role.granted' && type !== 'role.revoked') continue;
    const { event } = leaf;
    const change = changeUnder(event, '/grants/');
    const person = String(at(event, 'entity', 'ref')).replace(/^person\//, '');
    const scope = at(type === 'role.granted' ? change?.to : change?.from, 'scope');
    if (!change || typeof scope !== 'string') continue;
    if (type === 'role.granted') held.push({ person, role: change.rest, scope, from_us: time, to_us: null });
    else
      for (const one of held)
        if (one.person === person && one.role === change.rest && one.scope === scope && one.to_us === null)
          one.to_us = time;
  }
  return held;
}

export interface ReleaseHistory {
  readonly submitted_at_us: number | null;
  readonly requester: string | null;
  readonly is_revoked: boolean;
  readonly withdrawals: string[];
  readonly invalidations: string[];
}

/** What happened to one release, by its digest, up to a moment (microseconds). */
export function releaseIn(leaves: readonly Leaf[], digest: string, untilUs: number): ReleaseHistory {
  const mine = leaves.filter(
    ({ event, at_us: time }) => time <= untilUs && at(event, 'ctx', 'release_digest') === digest,
  );
  const submitted = mine.findLast(({ type }) => type === 'release.submitted');
  const ended = mine.findLast(({ type }) => type === 'release.withdrawn' || type === 'release.revoked');
  const person = at(submitted?.event, 'actor', 'person');
  const named = (wanted: string) =>
    mine.flatMap(({ type, event }) =>
      type === wanted ? [String(at(changeUnder(event, '/signoffs/')?.from, 'signoff_event'))] : [],
    );
  return {
    submitted_at_us: submitted?.at_us ?? null,
    requester: typeof person === 'string' ? person : null,
    is_revoked: ended !== undefined && ended.index > (submitted?.index ?? -1),
    withdrawals: named('signoff.withdrawn'),
    invalidations: named('signoff.invalidated'),
  };
}

/** The incidents that stopped every release of a system at a moment (microseconds). */
export function incidentsIn(leaves: readonly Leaf[], systemId: string, untilUs: number) {
  const stopping = new Map<string, { id: string; title: string; isOfSystem: boolean; stops: boolean }>();
  for (const { type, event, at_us: time } of leaves) {
    if (time > untilUs || !type.startsWith('incident.')) continue;
    const ref = String(at(event, 'entity', 'ref'));
    const known = stopping.get(ref);
    const stops = changeUnder(event, '/stopsReleases')?.to;
    stopping.set(ref, {
      id: ref.replace(/^incident\//, ''),
      title: String(at(event, 'entity', 'name')),
      isOfSystem: known?.isOfSystem ?? changeUnder(event, '/systemId')?.to === systemId,
      stops: type !== 'incident.closed' && (typeof stops === 'boolean' ? stops : (known?.stops ?? false)),
    });
  }
  return [...stopping.values()].filter(({ isOfSystem, stops }) => isOfSystem && stops);
}
