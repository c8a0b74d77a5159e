import { Pencil } from 'lucide-react';
import { paths } from '@/app/_lib/paths';
import { LinkButton } from '@/app/_ui/link-button';
import { api } from '@/server/trpc/caller';
import { startDraft } from '../drafts/actions';
import { SendButton } from '../drafts/send-button';

interface EditFrameworkProps {
  readonly framework: string;
  readonly reason: string | null;
  /** The version to begin with; absent: the newest. */
  readonly revision?: number;
}

/** Leads to the draft of the next version, or begins it. */
export async function EditFramework({ framework, reason, revision }: EditFrameworkProps) {
  const { drafts } = await (await api()).frameworks.drafts({});
  if (drafts.some((draft) => draft.framework === framework))
    return (
      <LinkButton href={paths.frameworkDraft(framework)} icon={<Pencil />} reason={reason}>
        Go on with the draft
      </LinkButton>
    );
  return (
    <SendButton
      label={revision === undefined ? 'Edit' : 'Begin a draft with this'}
      icon={<Pencil />}
      reason={reason}
      action={startDraft}
      hidden={{ framework, ...(revision === undefined ? {} : { revision: String(revision) }) }}
    />
  );
}
