import { z } from 'zod';
import { frameworkPacks } from '@/db/schema/checklists';
import { audited, type Evidence } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { notKept, shippedNotKept } from '../queries/kept-packs';
import { revisionInUse } from '../queries/adoption';
import type { Pack } from '../queries/shipped-packs';
import { adoptionEvidence, insertAdoption, nextRevision } from './store-pack';

/** Keeps the packs that this version of the product ships, by the job alone. What an organisation uses stays as it is:
 *  a newer version waits to be adopted, as one of its own does. */
export const keepShippedPacks = command({
  event: 'framework.kept',
  events: ['framework.adopted'],
  input: z.strictObject({}),
  may: ['record', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx }) => {
    const packs = await shippedNotKept(db);
    if (packs.length === 0) throw precondition(notKept);
    const evidence: Evidence[] = [];
    for (const pack of packs) {
      const inUse = await revisionInUse(db, pack.id);
      const row = { ...rowOf(pack), revision: await nextRevision(db, pack.id) };
      const controls = pack.controls.map((control) => ({ ...control }));
      const [id, { orgId, id: createdBy }] = [ctx.ports.newId('fwp'), ctx.actor];
      await db.insert(frameworkPacks).values({ ...row, id, orgId, createdBy, controls, source: '' });
      evidence.push(keptEvidence(row));
      if (inUse) continue;
      const { framework, revision, version, digest } = row;
      const reason = 'As the product shipped it first';
      const values = { framework, revision, version, digest, reason, number: 1, kind: 'first' } as const;
      evidence.push(adoptionEvidence(await insertAdoption({ db, ctx }, values), pack.title, null));
    }
    return audited({ kept: packs.map(({ id }) => id) }, evidence);
  },
});

const rowOf = ({ id, title, nature, version, asOf, lawStatus, digest }: Pack) => ({
  framework: id,
  origin: 'shipped' as const,
  title,
  nature,
  version,
  // A month stands for its first day.
  asOf: asOf.length === 7 ? `${asOf}-01` : asOf,
  lawStatus,
  digest,
});

const keptEvidence = ({
  framework,
  title,
  revision,
  version,
  digest,
}: ReturnType<typeof rowOf> & { readonly revision: number }): Evidence => ({
  entity: { ref: `framework/${framework}`, name: title },
  op: 'create',
  after: { revision, version, digest },
});
