import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, sql } from 'drizzle-orm';
import { abilityFor } from '@/policies/ability';
import type { Actor, Grant, Responsibility, Role } from '@/policies/contract';
import { generateSigningKeys, logIdentityOf, signerOf } from '@/server/audit/adapters/signer';
import { logSigner } from '@/server/audit/adapters/log-signer';
import { integrateAll } from '@/server/audit/integrator';
import { fileStore } from '@/server/integrations/adapters/files';
import { requestRole } from '@/server/identity/commands/grants';
import { createPerson } from '@/server/identity/commands/people';
import { recordFounding } from '@/server/identity/commands/set-up';
import { jobCatalog } from '@/server/jobs/catalog';
import { runJob } from '@/server/jobs/worker';
import { connection } from '@/server/kernel/connection';
import type { Ctx, Ports } from '@/server/kernel/context';
import { readEnv } from '@/server/kernel/env';
import { open } from '@/server/kernel/operation';
import { setRuntime } from '@/server/kernel/runtime';
import { auditEvents } from '../schema/kernel';
import { testDatabase } from './database';

export const db = await testDatabase();

const signer = signerOf(generateSigningKeys());
const logKey = generateKeyPairSync('ed25519').privateKey;

export const ports: Ports = {
  now: () => Date.now(),
  newId: (prefix) => `${prefix}_${randomUUID()}`,
  files: fileStore(mkdtempSync(join(tmpdir(), 'countersign-files-'))),
  signer,
  logIdentity: logIdentityOf(logKey, signer, 'http://localhost:3000'),
  wake: () => {},
  included: async () => {},
  baseUrl: 'http://localhost:3000',
  assurance: 'embedded',
};
const keptHeads = join(mkdtempSync(join(tmpdir(), 'countersign-log-')), 'log-state.json');
/** Puts everything committed under signed checkpoints, as the integrator of a server does. */
export const integrate = () => integrateAll(db, logSigner(logKey, keptHeads), ports.baseUrl, async () => {});
setRuntime({ db, env: readEnv({}), ports, sessionSecret: randomUUID() });

type Held = Role | Responsibility | Grant;

/** A private organisation per test: nothing to clean up, nothing to collide with. */
export function world() {
  const orgId = `org_${randomUUID()}`;

  /** A signed-in person with these roles; strings are held in the whole organisation. */
  const as = (...held: Held[]): Ctx => personAs(`per_${randomUUID()}`, ...held);

  const personAs = (personId: string, ...held: Held[]): Ctx => {
    const session = {
      id: randomUUID(),
      method: 'password',
      authTime: Math.floor(Date.now() / 1000),
    } as const;
    const person = { id: `usr_${personId.slice(4)}`, personId, name: 'A Person', session };
    return ctxOf({ ...person, kind: 'user', orgId, grants: held.map(asGrant) });
  };

  const token = (owner: Ctx, limits: Pick<Actor, 'scopes' | 'systemIds'>): Ctx =>
    ctxOf({ ...owner.actor, session: undefined, kind: 'token', id: `tok_${randomUUID()}`, ...limits });

  const job = (name = 'test'): Ctx =>
    ctxOf({ kind: 'job', id: `job_${name}`, personId: null, name, orgId, grants: [] });

  let administrator: Promise<Ctx> | undefined;
  const founded = () => (administrator ??= found(orgId, personAs));

  /** A person of the database, whose roles were granted by the organisation's administrator. */
  const member = async (...held: Held[]): Promise<Ctx> => {
    const admin = await founded();
    const email = `${randomUUID()}@example.org`;
    const { personId } = await createPerson(admin, { name: 'A Member', email });
    for (const { role, systemId } of held.map(asGrant)) {
      await requestRole(admin, { personId, role, ...(systemId ? { systemId } : {}) });
    }
    return personAs(personId, ...held);
  };

  /** The types of all events of this organisation, oldest first. */
  const trail = () =>
    open(job(), 'read only', async ({ db: tx }) => {
      const rows = await tx.select({ type: auditEvents.type }).from(auditEvents).orderBy(asc(auditEvents.id));
      return rows.map((row) => row.type);
    });

  /** The events themselves, parsed from their exact bytes. */
  const events = () =>
    open(job(), 'read only', async ({ db: tx }) => {
      const rows = await tx.select({ body: auditEvents.body }).from(auditEvents).orderBy(asc(auditEvents.id));
      return rows.map((row) => JSON.parse(Buffer.from(row.body).toString()) as Record<string, unknown>);
    });

  return { orgId, as, personAs, founded, member, token, job, trail, events, runJobs: () => runJobs(orgId) };
}

async function found(orgId: string, personAs: (personId: string, ...held: Held[]) => Ctx): Promise<Ctx> {
  const nobody = { kind: 'anonymous', id: 'anonymous', personId: null, name: '', orgId, grants: [] } as const;
  const { personId } = await recordFounding(ctxOf(nobody), {
    organisation: 'An Organisation',
    name: 'An Administrator',
    email: `${randomUUID()}@example.org`,
    passwordHash: 'none',
    demonstration: true,
  });
  return personAs(personId, 'administrator');
}

const asGrant = (held: Held): Grant => (typeof held === 'string' ? { role: held, systemId: null } : held);

const ctxOf = (actor: Actor): Ctx => ({
  actor,
  ability: abilityFor(actor),
  ports,
  requestId: randomUUID(),
  [connection]: db,
});

/** Delivers the queued jobs of one organisation, and those that they queue, until none is left. */
async function runJobs(orgId: string): Promise<number> {
  for (let done = 0; ; done++) {
    const [row] = await db.execute<{ id: string; name: string; data: unknown }>(
      sql`select id, name, data from pgboss.job
          where state = 'created' and data ->> 'orgId' = ${orgId} order by created_on limit 1`,
    );
    if (!row) return done;
    await db.execute(sql`update pgboss.job set state = 'completed' where id = ${row.id}`);
    const registered = jobCatalog.find(({ name }) => name === row.name);
    if (!registered) throw new Error(`no job of the catalogue is called ${row.name}`);
    await runJob(registered, typeof row.data === 'string' ? JSON.parse(row.data) : row.data);
  }
}
