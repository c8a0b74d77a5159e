'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { form } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import {
  ChangeDraft,
  CopyOf,
  DiscardDraft,
  PublishDraft,
  StartDraft,
} from '@/server/checklists/schema/draft';
import { ControlName, FrameworkName, PackControl, PackHead } from '@/server/checklists/schema/pack';
import { api } from '@/server/trpc/caller';

const { version: DraftVersion } = ChangeDraft.shape;

export const startDraft = form(StartDraft, async (client, input) => {
  const { framework } = await client.frameworks.startDraft(input);
  redirect(paths.frameworkDraft(framework));
});

/** A framework in use under an id of one's own, to be changed. */
export const copyFramework = form(
  z.strictObject({ framework: FrameworkName, ...CopyOf.omit({ framework: true }).shape, of: FrameworkName }),
  async (client, { framework, of, ...rest }) => {
    await client.frameworks.startDraft({ framework, copyOf: { ...rest, framework: of } });
    redirect(paths.frameworkDraft(framework));
  },
);

export const newDraft = form(
  z.strictObject({ framework: FrameworkName, ...PackHead.omit({ id: true }).shape }),
  async (client, { framework, ...head }) => {
    await client.frameworks.startDraft({ framework, head });
    redirect(paths.frameworkDraft(framework));
  },
);

/** The version of the framework is called `name` here: `version` is the draft's. */
export const describeDraft = form(
  z.strictObject({
    ...PackHead.omit({ id: true, version: true }).shape,
    framework: FrameworkName,
    version: DraftVersion,
    name: PackHead.shape.version,
  }),
  (client, { framework, version, name, ...head }) =>
    client.frameworks.changeDraft({
      framework,
      version,
      change: { do: 'describe', head: { ...head, version: name } },
    }),
);

const listed = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};

/** Fields that are sent as JSON. */
const inJson = [
  ...['blocksIn', 'signoffs', 'evidence', 'optionalEvidence', 'checks', 'reopenedBy', 'mapsTo'],
  ...['appliesFromByPath', 'themes', 'genaiActions'],
];

export const saveControl = form(
  z.strictObject({
    ...PackControl.shape,
    framework: FrameworkName,
    version: DraftVersion,
    replaces: ControlName.optional(),
  }),
  async (client, { framework, version, replaces = null, ...control }) => {
    const change = { do: 'put', controlId: replaces, control } as const;
    await client.frameworks.changeDraft({ framework, version, change });
    redirect(paths.frameworkDraft(framework));
  },
  (values) => {
    const { reviewDays, citations, waivable, checksDecide, ...rest } = values;
    const lists = Object.fromEntries(inJson.map((name) => [name, listed(values[name])]));
    const provisions = listed(citations);
    return {
      ...rest,
      ...lists,
      ...(provisions === null ? {} : { citations: provisions }),
      ...(reviewDays === undefined ? {} : { reviewDays: Number(reviewDays) }),
      ...(waivable === undefined ? {} : { waivable: waivable === 'true' }),
      checksDecide: checksDecide === 'true',
    };
  },
);

export const arrangeDraft = form(
  ChangeDraft,
  (client, input) => client.frameworks.changeDraft(input),
  ({ framework, version, to, ...change }) => ({
    framework,
    version,
    change: { ...change, ...(to === undefined ? {} : { to: Number(to) }) },
  }),
);

export const discardDraft = form(DiscardDraft, async (client, input) => {
  await client.frameworks.discardDraft(input);
  redirect(paths.frameworks());
});

export const publishDraft = form(PublishDraft, async (client, input) => {
  const { framework, revision, isInUse } = await client.frameworks.publishDraft(input);
  redirect(isInUse ? paths.framework(framework) : paths.frameworkRevision(framework, revision));
});

/** What an expression means, while it is being written. */
export async function explainExpression(expression: string) {
  if (expression.trim() === '' || expression.length > 2000) return null;
  const { problem, words } = await (await api()).frameworks.explain({ expression });
  return { expression, problem, words };
}
