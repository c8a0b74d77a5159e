import Link from 'next/link';
import { withoutIds } from '@/app/_lib/gate-reason';
import { paths, withQuery } from '@/app/_lib/paths';
import { FrameworkRef } from '@/server/checklists/schema';
import { api } from '@/server/trpc/caller';
import type { Case } from './case';

type Reason = Case['decision']['reasons'][number];
const shownControls = 4;

/** Why the gate answers so: a sentence each, controls by their titles, the code last. */
export function CaseReasons({ view }: { view: Case }) {
  return (
    <ul className="list-disc space-y-1.5 pl-5">
      {view.decision.reasons.map((reason) => (
        <li key={reason.code + reason.message}>
          {reason.ids && reason.name ? (
            <Controls view={view} reason={reason} framework={reason.name} ids={reason.ids} />
          ) : (
            sentence(reason, view)
          )}{' '}
          <code className="text-2xs text-muted">{reason.code}</code>
        </li>
      ))}
    </ul>
  );
}

async function Controls(given: { view: Case; reason: Reason; framework: string; ids: readonly string[] }) {
  const { view, reason, framework, ids } = given;
  const asked = FrameworkRef.safeParse({ framework });
  const pack = asked.success ? (await (await api()).frameworks.get(asked.data)).pack : [];
  const titles = ids.map((id) => pack.find((control) => control.id === id)?.title ?? id);
  const rest = ids.length - shownControls;
  return (
    <>
      {withoutIds(reason).replace(/ (is|are) failed$/, ' failed')}:{' '}
      {titles.slice(0, shownControls).join('; ')}
      {rest > 0 && ` and ${rest} more`}.{' '}
      <Link
        href={withQuery(paths.checklist(view.id, view.environment), { framework })}
        className="text-accent underline underline-offset-2"
      >
        Open the checklist
      </Link>
    </>
  );
}

/** Persons are named where a signature says who they are. */
const sentence = ({ message }: Reason, { signoffs }: Case): string =>
  signoffs.reduce((text, { personId, person }) => text.replaceAll(personId, person ?? personId), message);
