import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { factConfirmations } from '@/db/schema/checklists';
import { accounts, apiTokens, people } from '@/db/schema/identity';
import { auditEvents, auditLeaves } from '@/db/schema/kernel';
import { evidenceTypeById } from '@/policies/frameworks/catalog';
import type { CheckUse, Control, EvidenceNeed } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import { headOf } from '@/server/audit/queries';
import { lateNotices } from '@/server/findings/queries/incidents';
import { evaluatorOwners } from '@/server/gates/queries/owners';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import type { CheckData } from '../rules/check-data';
import { grouped } from '../rules/checklist';
import { checkResult } from '../rules/checks';
import { classified } from '../rules/derive';
import type { CheckResult, EvidenceItem, SignOff, Subject } from '../rules/evidence';
import { evaluate, type FactBase, unansweredIn } from '../rules/expression';
import type { answersOf } from './known';
import type { History } from './changes';
import { resultsOf } from './check-results';
import { releasePartsOf } from './release-parts';
import { rolesAssigned } from './signoffs';

const minuteUs = 60e6;

export interface CheckSubject {
  readonly subject: Subject;
  /** null: there is no release yet. */
  readonly manifest: ReleaseManifest | null;
  readonly facts: FactBase;
  readonly answerRows: Awaited<ReturnType<typeof answersOf>>['rows'];
  readonly signOffs: readonly SignOff[];
  readonly items: readonly EvidenceItem[];
  readonly controls: readonly Control[];
  readonly history: History;
}

/** Reads what the automated checks look at; the answer gives each check's result without reading again. */
export async function checksOf(
  db: Reader,
  about: CheckSubject,
  nowUs: number,
): Promise<(use: CheckUse) => CheckResult> {
  const { manifest, history } = about;
  const earlier = history.before && manifest ? history.before : null;
  const [data, resultsBefore] = await Promise.all([
    dataOf(db, about, nowUs),
    earlier ? resultsOf(db, earlier) : null,
  ]);
  const before = resultsBefore && { ...data, ...resultsBefore };
  const known = new Map<string, CheckResult>();
  return (use) => {
    const key = keyOf(use);
    const result = known.get(key) ?? judged(use, data, before, about);
    known.set(key, result);
    return result;
  };
}

const keys = new WeakMap<CheckUse, string>();

/** What tells one use of a check from another; that of a control never changes. */
function keyOf(use: CheckUse): string {
  const key = keys.get(use) ?? `${use.check} ${JSON.stringify(use.params)}`;
  keys.set(use, key);
  return key;
}

/** A test that passed for the release before and has no result for this one was lost with the part that changed. */
function judged(
  use: CheckUse,
  data: CheckData,
  before: CheckData | null,
  { manifest, history }: CheckSubject,
): CheckResult {
  const result = checkResult(use, data);
  const mayBeLost = use.check.startsWith('eval.') && result.verdict === 'not_enough_evidence';
  if (!mayBeLost || !before || !history.before || !manifest) return result;
  if (checkResult(use, before).verdict !== 'pass') return result;
  const changed = [...history.earlier.values()].find(({ version }) => version === history.before?.version);
  const parts = (changed?.changed ?? []).map((part) => part.replaceAll('_', ' ')).join(' and the ');
  const why = parts ? `the ${parts} changed since` : 'its tests changed since';
  return { ...result, lostWith: `it passed for release ${history.before.version}; ${why}` };
}

async function dataOf(db: Reader, about: CheckSubject, nowUs: number): Promise<CheckData> {
  const { subject, facts, answerRows, items, controls, history } = about;
  const applying = controls.filter(({ applicability }) => evaluate(applicability, facts) === true);
  const open = new Set(controls.flatMap(({ applicability }) => unansweredIn(applicability, facts)));
  const times = answerRows.map(({ at, confirmedAt }) => (confirmedAt ?? at).getTime() * 1000);
  const byType = grouped(items, ({ type }) => type);
  const read = await readTogether(db, about, nowUs);
  return {
    ...read.results,
    release: read.release,
    signOffs: about.signOffs,
    evaluatorOwners: read.evaluatorOwners,
    rolesAssigned: read.assigned,
    rolesNeeded: [
      ...new Set(applying.flatMap(({ owner_role, required_signoffs }) => [owner_role, ...required_signoffs])),
    ].sort(),
    trail: read.trail,
    facts,
    unanswered: [...open].sort(),
    answers:
      times.length === 0 ? null : { oldestUs: Math.min(...times), newestUs: history.changes.facts ?? 0 },
    classes: {
      aiAct: classified(factModel.aiActClass, facts).outcome,
      hipaa: classified(factModel.hipaaStatus, facts).outcome,
    },
    confirmation: read.confirmation,
    lateNotices: read.late,
    accounts: read.accounts,
    itemsOf: (type) => byType.get(type) ?? [],
    needOf,
    subject,
    changes: history.changes,
    nowUs,
  };
}

/** Sent together: none needs the answer of another. */
async function readTogether(db: Reader, { subject, manifest }: CheckSubject, nowUs: number) {
  const [results, release, evaluatorOwnersNow, assigned, trail, confirmation, late, accountsNow] =
    await Promise.all([
      resultsOf(db, manifest),
      manifest ? releasePartsOf(db, manifest) : null,
      manifest ? evaluatorOwners(db, manifest) : [],
      rolesAssigned(db, subject.systemId),
      trailState(db, subject.orgId, nowUs),
      lastConfirmation(db, subject.systemId),
      lateNotices(db, nowUs),
      accountsOf(db),
    ]);
  return {
    ...{ results, release, assigned, trail, confirmation, late },
    evaluatorOwners: evaluatorOwnersNow,
    accounts: accountsNow,
  };
}

function needOf(id: string): EvidenceNeed | undefined {
  const type = evidenceTypeById(id);
  return type && { ...type, type: id };
}

/** The last time that somebody confirmed the answers about a system; null when nobody did. */
export async function lastConfirmation(db: Reader, systemId: string) {
  const [row] = await db
    .select()
    .from(factConfirmations)
    .where(eq(factConfirmations.systemId, systemId))
    .orderBy(desc(factConfirmations.createdAt), desc(factConfirmations.id))
    .limit(1);
  if (!row) return null;
  const { id, aiActClass, hipaaStatus, byPerson, createdAt } = row;
  return { id, aiActClass, hipaaStatus, byPerson, atUs: createdAt.getTime() * 1000 };
}

/** People who can sign in, and ways in that are left to somebody disabled. */
async function accountsOf(db: Reader): Promise<CheckData['accounts']> {
  const [[counted], [tokens]] = await Promise.all([
    db
      .select({
        people: sql<number>`count(distinct ${people.id}) filter (where ${people.disabledAt} is null)::int`,
      })
      .from(accounts)
      .innerJoin(people, eq(people.id, accounts.personId)),
    db
      .select({ strays: sql<number>`count(*)::int` })
      .from(apiTokens)
      .innerJoin(people, eq(people.id, apiTokens.personId))
      .where(
        and(
          isNotNull(people.disabledAt),
          sql`${apiTokens.revokedAt} is null`,
          sql`${apiTokens.expiresAt} > now()`,
        ),
      ),
  ]);
  return { people: counted?.people ?? 0, strays: tokens?.strays ?? 0 };
}

/** Whether the newest event that is older than a minute lies under a signed checkpoint. */
async function trailState(db: Reader, orgId: string, nowUs: number): Promise<CheckData['trail']> {
  const head = await headOf(db, orgId);
  if (!head) return 'no_checkpoint';
  const [last] = await db
    .select({ index: auditLeaves.leafIndex, logId: auditLeaves.logId })
    .from(auditEvents)
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.id))
    .where(and(eq(auditEvents.orgId, orgId), lte(auditEvents.atUs, nowUs - minuteUs)))
    .orderBy(desc(auditEvents.id))
    .limit(1);
  if (!last) return 'healthy';
  const isUnder = last.logId === head.logId && last.index !== null && last.index < head.size;
  return isUnder ? 'healthy' : 'behind';
}
