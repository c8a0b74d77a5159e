import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { notFound } from '@/server/kernel/refusal';
import { secretHash } from '../adapters/secrets';
import { InvitationRef } from '../schema';
import { one } from './authentication';

const Found = z.object({
  invitationId: z.string(),
  personId: z.string(),
  orgId: z.string(),
  organisation: z.string(),
  name: z.string(),
  email: z.string().nullable(),
});

/** Whose invitation this is; null for one that was used, is too old or never was. @param secret csi_… */
export const invitationBehind = (secret: string) =>
  one(sql`countersign.find_invitation(${secretHash(secret)})`, Found);

/** What the page behind an invitation greets with. Whoever holds the link may read it. */
export const getInvitation = Object.assign(
  async (_: Ctx, { token }: z.output<typeof InvitationRef>) => {
    const found = await invitationBehind(token);
    if (!found) throw notFound('Invitation');
    const { organisation, name, email } = found;
    return { organisation, name, email };
  },
  { input: InvitationRef },
);
