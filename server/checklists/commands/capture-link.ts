import { refusal } from '@/policies/ability';
import { copyOfPage } from '@/server/integrations/adapters/page-copy';
import type { Ctx } from '@/server/kernel/context';
import { precondition } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { bindingTarget } from '../queries/evidence';
import { AddLink } from '../schema';
import { addCapturedLink } from './evidence';

/** The way out of the house; tests put another in its place. */
export interface Capture {
  readonly copy: typeof copyOfPage;
}

const copyOfAllowed: typeof copyOfPage = (url) =>
  copyOfPage(url, runtime().env.COUNTERSIGN_PAGE_CAPTURE === 'anywhere' ? 'allow' : 'deny');

/**
 * Evidence that lies behind a public address: a copy is captured now, hashed and kept. For somebody who may not give
 * evidence nothing is fetched.
 */
export const captureLink = Object.assign(
  async (ctx: Ctx, given: unknown, { copy }: Capture = { copy: copyOfAllowed }) => {
    const { url, ...input } = AddLink.parse(given);
    const target = await bindingTarget(ctx, input.binding);
    const refused = refusal(ctx.ability, 'create', 'Evidence', target);
    if (refused !== null) return addCapturedLink(ctx, { ...input, url, copy: null });
    const { bytes, mediaType } = await copy(url);
    if (bytes.length === 0) throw precondition('The address answers with nothing, so no copy was captured');
    const stored = await ctx.ports.files.put(bytes, bytes.length);
    return addCapturedLink(ctx, { ...input, url, copy: { ...stored, mediaType } });
  },
  { input: AddLink },
);
