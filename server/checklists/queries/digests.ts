import { createHash } from 'node:crypto';
import { frameworkDigest } from '@/policies/frameworks/catalog';
import type { Control, FrameworkId } from '@/policies/frameworks/contract';
import { canonicalBytes } from '@/server/kernel/canonical';
import { askedBy } from '../rules/control-parts';

const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const known = new Map<FrameworkId, string>();

/** A pack as the list of its controls' digests: the whole is larger than what the canonical writer takes at once. */
const controlDigests = (pack: unknown): Uint8Array =>
  canonicalBytes(
    (pack as readonly { id: string }[]).map((control) => ({
      id: control.id,
      sha256: hex(canonicalBytes(control)),
    })),
  );

/** `sha256:…` of a control pack; what a manifest names and a checklist must have been made with. */
export function digestOfFramework(id: FrameworkId): string {
  const digest = known.get(id) ?? frameworkDigest(id, controlDigests, hex);
  known.set(id, digest);
  return digest;
}

const asked = new WeakMap<Control, string>();

/** `sha256:…` of what a control asks: what its assessment was about. The same control is hashed once. */
export function askedOf(control: Control): string {
  const digest = asked.get(control) ?? `sha256:${hex(canonicalBytes(askedBy(control)))}`;
  asked.set(control, digest);
  return digest;
}

/** The digest of a pack that is no part of the product. */
export const digestOfControls = (controls: readonly { readonly id: string }[]): string =>
  `sha256:${hex(controlDigests(controls))}`;
