import { Check, Undo2 } from 'lucide-react';
import { notFound } from 'next/navigation';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { CounterCards } from '@/app/_ui/counter-cards';
import { Digest } from '@/app/_ui/digest';
import { Page } from '@/app/_ui/page';
import { RevisionRef } from '@/server/checklists/schema/revisions';
import { api } from '@/server/trpc/caller';
import { adoptFramework } from '../../../actions';
import { EditFramework } from '../../edit-framework';
import { ControlChanges } from './control-changes';
import { type Preview, Touched } from './touched';

export const metadata = { title: 'Version of a framework' };

export default async function RevisionPage({
  params,
}: PageProps<'/frameworks/[frameworkId]/revisions/[revision]'>) {
  const { frameworkId, revision } = await params;
  const asked = RevisionRef.safeParse({ framework: frameworkId, revision });
  if (!asked.success) notFound();
  const preview = await orNotFound((await api()).frameworks.preview(asked.data));
  const { to, diff } = preview;
  return (
    <Page
      title={`${preview.title}, version ${to.version}`}
      breadcrumb={[
        { label: 'Frameworks', href: paths.frameworks() },
        { label: preview.title, href: paths.framework(preview.framework) },
      ]}
      status={<Chip tone={preview.isInUse ? 'positive' : 'neutral'}>{stateOf(preview)}</Chip>}
      meta={[
        <Digest key="digest" value={to.digest} />,
        `revision ${to.revision}`,
        `${to.controls} controls`,
        `as of ${to.asOf}`,
      ]}
      actions={
        <>
          {to.origin === 'own' && (
            <EditFramework
              framework={preview.framework}
              revision={to.revision}
              reason={await mayNot('edit', 'Framework', { orgId: preview.orgId })}
            />
          )}
          <Adopt preview={preview} />
        </>
      }
    >
      {preview.problems.length > 0 && (
        <Alert tone="negative" title="This version cannot come into use">
          <ul className="list-disc pl-5">
            {preview.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Alert>
      )}
      {preview.isInUse ? (
        <p>This version is in use. Open another one to see what it would change.</p>
      ) : (
        <>
          <CounterCards
            items={[
              { label: 'Controls added', value: diff.added.length },
              { label: 'Controls removed', value: diff.removed.length },
              { label: 'Controls changed', value: diff.changed.length },
              { label: 'Unchanged', value: diff.unchanged },
            ]}
          />
          <Touched preview={preview} />
          <ControlChanges diff={diff} />
        </>
      )}
    </Page>
  );
}

const stateOf = ({ isInUse, wasInUse }: Preview) =>
  isInUse ? 'in use' : wasInUse ? 'was in use' : 'not in use';

async function Adopt({ preview }: { preview: Preview }) {
  if (preview.isInUse) return null;
  const { orgId, framework, from, to, isEarlier, wasInUse, problems } = preview;
  const isBack = isEarlier && wasInUse;
  const withheld = problems.length > 0 ? 'This version cannot come into use' : null;
  const neverUsed =
    isEarlier && !wasInUse ? 'It is earlier than the version in use, and was never in use' : null;
  return (
    <ActionDialog
      label={isBack ? 'Go back to this version' : 'Adopt'}
      icon={isBack ? <Undo2 aria-hidden /> : <Check aria-hidden />}
      variant="primary"
      title={isBack ? `Go back to version ${to.version}` : `Adopt version ${to.version}`}
      description={`It takes the place of version ${from.version} for everything that is not frozen. Decisions about changed controls wait to be confirmed; none is lost.`}
      reason={(await mayNot('edit', 'Framework', { orgId })) ?? withheld ?? neverUsed}
      action={adoptFramework}
      hidden={{
        framework,
        revision: String(to.revision),
        from: String(from.revision),
        rollback: String(isBack),
      }}
      fields={[{ kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 }]}
      submit={isBack ? 'Go back' : 'Adopt'}
    />
  );
}
