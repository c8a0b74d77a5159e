import { createHash } from 'node:crypto';
import { controlsOf, evidenceTypes, frameworkDigest, frameworks } from '@/policies/frameworks/catalog';
import type { FrameworkId } from '@/policies/frameworks/contract';
import { recordForms } from '@/policies/frameworks/records';
import { canonicalBytes } from '@/server/kernel/canonical';
import { read } from '@/server/kernel/operation';
import { waysToGive } from '../rules/evidence';
import { FrameworkRef, NoInput } from '../schema';

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

/** Every framework with the status of its law; `offered` is what a release may be judged by today. */
export const listFrameworks = read({
  input: NoInput,
  of: 'Framework',
  run: async ({ ctx }) => ({ orgId: ctx.actor.orgId, frameworks: frameworks.map(withDigest) }),
});

/** One framework with its controls as published. */
export const getFramework = read({
  input: FrameworkRef,
  of: 'Framework',
  run: async ({ ctx, input }) => {
    const known = frameworks.find(({ id }) => id === input.framework);
    return known && { orgId: ctx.actor.orgId, ...withDigest(known), pack: controlsOf(known.id) };
  },
});

const withDigest = <F extends { readonly id: FrameworkId }>(framework: F) => ({
  ...framework,
  digest: digestOfFramework(framework.id),
});

/** The kinds of evidence that a person can give, in the order of their titles. */
export const listEvidenceTypes = read({
  input: NoInput,
  of: 'Framework',
  run: async ({ ctx }) => ({
    orgId: ctx.actor.orgId,
    types: evidenceTypes
      .map((type) => ({
        id: type.id,
        title: type.title,
        kind: type.kind,
        binding: type.binding,
        validDays: type.valid_days,
        ways: waysToGive(type, recordForms[type.id] !== undefined),
        /** What a record of this type is filled in with; empty where there is no form. */
        form: recordForms[type.id] ?? [],
        satisfies: type.satisfies,
        frameworks: type.frameworks,
      }))
      .filter(({ ways }) => ways.length > 0)
      .sort((a, b) => a.title.localeCompare(b.title, 'en')),
  }),
});
