import Link from 'next/link';
import { evidenceTones } from '@/app/_lib/checklist-tones';
import { paths } from '@/app/_lib/paths';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';

/** What it replaced and what replaced it, newest first. */
export const Revisions = ({
  item: { id, revisions },
}: {
  item: Awaited<ReturnType<Api['evidence']['get']>>;
}) => (
  <Section title="Revisions" frame="card">
    <ol className="flex flex-col gap-2">
      {revisions.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-2">
          <Link
            href={paths.evidence(one.id)}
            aria-current={one.id === id ? 'page' : undefined}
            className="text-accent hover:underline"
          >
            {one.revision}. {one.title}
          </Link>
          <StatusChip status={one.status} tones={evidenceTones} />
          <Time value={one.createdAt} style="date" />
        </li>
      ))}
    </ol>
  </Section>
);
