import { evidenceTypes, frameworks } from '@/policies/frameworks/catalog';
import { recordForms } from '@/policies/frameworks/records';
import { read } from '@/server/kernel/operation';
import { waysToGive } from '../rules/evidence';
import { FrameworkRef, NoInput } from '../schema';
import { allPacks, choicesOf, isUsed, packsFor } from './packs';
import { waitingRevisions } from './revisions';
import type { Pack } from './shipped-packs';

/** Every framework, shipped and own, with the status of its law and whether the organisation uses it. */
export const listFrameworks = read({
  input: NoInput,
  of: 'Framework',
  run: async ({ db, ctx }) => {
    const choices = await choicesOf(db);
    const waiting = await waitingRevisions(db);
    return {
      orgId: ctx.actor.orgId,
      frameworks: (await allPacks(db)).map((pack) => ({
        ...shownOf(pack, choices),
        /** A newer revision, to be looked at and adopted; null where there is none. */
        waiting: waiting.get(pack.id) ?? null,
      })),
    };
  },
});

/** One framework with its controls, and the choices that were made about it. */
export const getFramework = read({
  input: FrameworkRef,
  of: 'Framework',
  run: async ({ db, ctx, input }) => {
    const [pack] = await packsFor(db, [{ id: input.framework }]);
    if (!pack) return undefined;
    const choices = await choicesOf(db);
    const own = choices.filter(({ framework, systemId }) => framework === pack.id && systemId !== '');
    return {
      orgId: ctx.actor.orgId,
      ...shownOf(pack, choices),
      pack: pack.controls,
      choices: own.map(({ systemId, enabled }) => ({ systemId, enabled })),
    };
  },
});

const shownOf = ({ controls, ...pack }: Pack, choices: Awaited<ReturnType<typeof choicesOf>>) => ({
  ...pack,
  controls: controls.length,
  law: frameworks.find(({ id }) => id === pack.id)?.law ?? [],
  /** In the organisation. */
  enabled: isUsed(pack, '', choices),
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
