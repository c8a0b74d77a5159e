import { Flag, Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { api } from '@/server/trpc/caller';
import { FindingsTable } from '../../findings/findings-table';

interface FindingsViewProps {
  readonly release: { readonly id: string; readonly orgId: string; readonly systemId: string };
}

/** What this release answers for: its own findings and those of its whole system. */
export async function FindingsView({ release }: FindingsViewProps) {
  const { items } = await (await api()).findings.list({ releaseId: release.id, limit: 200 });
  const target = { ...release, createdBy: '', remediatedBy: null };
  const add = (
    <LinkButton
      href={paths.newFinding({ release: release.id })}
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Finding', target)}
    >
      Add a condition
    </LinkButton>
  );
  return (
    <Section
      title="Findings"
      description="A condition is a finding of this release with a due date: when it is late, the gate denies whatever was signed."
      actions={add}
      frame="flush"
    >
      <FindingsTable
        bare
        rows={items}
        empty={
          <EmptyState icon={<Flag />} title="No findings">
            Neither this release nor its system has one.
          </EmptyState>
        }
      />
    </Section>
  );
}
