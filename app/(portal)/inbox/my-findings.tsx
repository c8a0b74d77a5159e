import { Section } from '@/app/_ui/section';
import { api } from '@/server/trpc/caller';
import { FindingsTable } from '../findings/findings-table';

/** The reader's own findings that are not done; nothing when there is none. */
export async function MyFindings() {
  const rows = await (await api()).findings.mine({});
  if (rows.length === 0) return null;
  return (
    <Section title="My findings" description="The soonest due first" frame="flush">
      <FindingsTable bare rows={rows} empty={null} />
    </Section>
  );
}
