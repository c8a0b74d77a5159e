import { z } from 'zod';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { birthEvents, birthOf } from './rules/birth';

export const beginInstallationLog = command({
  event: 'log.created',
  events: birthEvents,
  input: z.strictObject({}),
  may: ['record', 'Log'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ ctx }) => audited({}, birthOf(ctx.ports.logIdentity(ctx.actor.orgId))),
});

export const recordStart = command({
  event: 'server.started',
  input: z.strictObject({ version: z.string(), embedded: z.boolean() }),
  may: ['record', 'Log'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ input }) => audited({}, { entity: { ref: 'server/web' }, op: 'update', after: input }),
});
