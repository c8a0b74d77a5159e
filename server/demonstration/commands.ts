import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { RecordStep } from './schema';

/** Says in the trail that a step of loading is done: progress is read from there. */
export const recordStep = command({
  event: 'demonstration.step-finished',
  input: RecordStep,
  may: ['record', 'Organisation'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ ctx, input: { step } }) =>
    audited(
      { step },
      {
        entity: { ref: `organisation/${ctx.actor.orgId}` },
        op: 'update',
        change: [{ path: `/demonstration/${step}`, from: null, to: 'done' }],
      },
    ),
});
