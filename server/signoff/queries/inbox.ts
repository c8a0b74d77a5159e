import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import { environments } from '@/db/schema/gates';
import { releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { refusal } from '@/policies/ability';
import { answersDigests } from '@/server/checklists/queries/answers';
import { caseOf, knownOf } from '@/server/gates/queries/case';
import { evaluatorOwners } from '@/server/gates/queries/owners';
import { policyInForce } from '@/server/gates/queries/policies';
import { evaluate, excludedBy, filledSlots } from '@/server/gates/rules/evaluate';
import { type Bench, isOutdated } from '@/server/gates/rules/quorum';
import type { GatePolicy } from '@/server/gates/schema/policy';
import type { Reader } from '@/db/client';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { list, type Work } from '@/server/kernel/operation';
import type { SQL } from 'drizzle-orm';

const newestReleases = 200;
const newestCases = 50;
const input = z.strictObject({});

export interface Waiting {
  readonly id: string;
  readonly orgId: string;
  readonly systemId: string;
  readonly system: string;
  readonly version: string;
  readonly summary: string;
  readonly digest: string;
  readonly requestedBy: string | null;
  readonly submittedAtUs: number | null;
  readonly environment: string;
  /** The roles that the reader may sign in and that the quorum still lacks. */
  readonly roles: readonly string[];
}

type Candidate = Omit<Waiting, 'environment' | 'roles'> & { readonly authors: readonly string[] };
type Known = Awaited<ReturnType<typeof knownOf>>;
type Asked = Work<Reader, z.output<typeof input>> & { readonly visible: SQL };

/** Signatures that the reader may give and that are still missing, the newest submission first, among the newest 200
 *  submitted releases. Who signed already, or took part so that it would not count, is not asked. */
async function waitingFor({ db, ctx, visible, nowUs }: Asked): Promise<Waiting[]> {
  const { personId } = ctx.actor;
  const mayEver = ctx.actor.kind === 'user' && personId !== null;
  const policies = mayEver ? await policiesInForce(db) : [];
  if (!mayEver || policies.length === 0) return [];
  const rows = await submitted(db, visible);
  const known = await knownOf(
    db,
    rows.map(({ digest }) => digest),
  );
  const owners = await ownersOf(db, rows, policies);
  const bound = known.signoffs.flatMap((one) => (one.answers ? [one.release_digest] : []));
  const answers = await answersDigests(
    db,
    rows.flatMap(({ digest, systemId }) => (bound.includes(digest) ? [systemId] : [])),
  );
  return rows.flatMap(({ authors, ...row }) =>
    policies.flatMap((policy) => {
      const asked = benchOf({ authors, ...row }, policy, known, owners.get(row.digest) ?? [], nowUs);
      const bench = { ...asked, answers: answers.get(row.systemId) };
      if (bench.excluded.has(personId) || hasSigned(bench, personId)) return [];
      const roles = filledSlots(bench)
        .filter(({ have, need }) => have < need)
        .map(({ role }) => role)
        .filter((role) => refusal(ctx.ability, 'sign', 'SignOff', { ...row, authors, role }) === null);
      return roles.length > 0 ? [{ ...row, environment: policy.environment, roles }] : [];
    }),
  );
}

async function submitted(db: Reader, visible: SQL): Promise<Candidate[]> {
  const rows = await db
    .select({
      id: releases.id,
      orgId: releases.orgId,
      systemId: releases.systemId,
      system: systems.name,
      version: releases.version,
      summary: releases.summary,
      digest: releases.digest,
      authors: releases.authors,
      requestedBy: releases.requestedBy,
      submittedAtUs: releases.submittedAtUs,
    })
    .from(releases)
    .innerJoin(systems, eq(systems.id, releases.systemId))
    .where(and(visible, eq(releases.state, 'submitted'), isNotNull(releases.digest)))
    .orderBy(desc(releases.submittedAtUs))
    .limit(newestReleases);
  return rows.flatMap(({ digest, ...row }) => (digest === null ? [] : [{ ...row, digest }]));
}

async function policiesInForce(db: Reader): Promise<GatePolicy[]> {
  const named = await db.select({ name: environments.name }).from(environments);
  const found = await Promise.all(named.map(({ name }) => policyInForce(db, name)));
  return found.flatMap((one) => (one ? [one.policy] : []));
}

/** By release digest; read only when a policy asks who owns what a release is judged by. */
async function ownersOf(db: Reader, rows: readonly Candidate[], policies: readonly GatePolicy[]) {
  const owners = new Map<string, readonly string[]>();
  if (!policies.some(({ forbid }) => forbid.includes('evaluator_owner'))) return owners;
  for (const { digest } of rows) {
    const manifest = await manifestByDigest(db, digest);
    if (manifest) owners.set(digest, await evaluatorOwners(db, manifest));
  }
  return owners;
}

const benchOf = (
  release: Candidate,
  policy: GatePolicy,
  known: Known,
  owners: readonly string[],
  nowUs: number,
): Bench => ({
  release_digest: release.digest,
  system_id: release.systemId,
  policy,
  signoffs: known.signoffs.filter((one) => one.release_digest === release.digest),
  withdrawals: known.withdrawals,
  invalidations: known.invalidations,
  grants: known.grants,
  excluded: excludedBy(policy, { requester: release.requestedBy, evaluator_owners: owners }, release.authors),
  submitted_at_us: release.submittedAtUs,
  now_us: nowUs,
});

const hasSigned = (bench: Bench, personId: string): boolean =>
  bench.signoffs.some(
    (signoff) =>
      signoff.person === personId &&
      signoff.environment === bench.policy.environment &&
      !bench.withdrawals.includes(signoff.event) &&
      !isOutdated(bench, signoff),
  );

const mine = { input, of: 'Release', table: releases } as const;

/** What waits for the reader's signature, the newest 50 with the gate's answer and its reasons. */
export const listInbox = list({
  ...mine,
  run: async (work) => {
    const waiting = await waitingFor(work);
    const items = [];
    for (const one of waiting.slice(0, newestCases)) {
      const { question } = await caseOf(work.db, one.digest, one.environment, work.nowUs);
      const { verdict, reasons } = evaluate(question);
      items.push({ ...one, verdict, reasons });
    }
    return { items, total: waiting.length };
  },
});

/** How many that are: for the badge. */
export const countInbox = list({ ...mine, run: async (work) => (await waitingFor(work)).length });
