import { FileSpreadsheet } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { FrameworkRef } from '@/server/checklists/schema';
import { api, viewer } from '@/server/trpc/caller';
import { ImportForm } from './import-form';

export const metadata = { title: 'Import a framework' };

const template = `id: house-rules
title: House rules for AI
nature: standard            # law, framework or standard
version: "1"
asOf: 2026-11-01
status: in force
controls:
  - id: house-1
    title: An owner answers for every system
    citation: House rules 1
    requirement: Name the person who answers for the system before it goes to production.
    appliesWhen: "true"     # an expression over facts, such as: phi and decision_role != 'none'
    severity: blocking      # or non_blocking
    blocksIn: [production]
    owner: compliance_officer
    evidence:               # of each group one item
      - [doc.intended-use, att.owner]
    reviewDays: 365
`;

async function newestRevision(asked: { framework: string }) {
  const { frameworks } = await api();
  const [newest] = (await frameworks.revisions(asked)).revisions;
  return newest && frameworks.revision({ ...asked, revision: newest.revision });
}

export default async function NewFrameworkPage({ searchParams }: PageProps<'/frameworks/new'>) {
  const asked = FrameworkRef.safeParse(await searchParams);
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('edit', 'Framework', { orgId });
  const newest = asked.success ? await newestRevision(asked.data) : undefined;
  return (
    <Page
      title={newest ? 'Edit a framework' : 'Import a framework'}
      breadcrumb={[{ label: 'Frameworks', href: paths.frameworks() }]}
      description="Controls as data, without code. What is wrong is named with its control and line, and nothing is stored until all of it is right. A later version waits to be adopted; releases keep the one that they were frozen with."
    >
      <ImportForm content={newest?.source ?? template} reason={reason} />
      <Section
        title="How to write it"
        frame="card"
        actions={
          <LinkButton href="/api/v1/frameworks/template.xlsx" download icon={<FileSpreadsheet aria-hidden />}>
            Download template (XLSX)
          </LinkButton>
        }
      >
        {newest && <CodeBlock code={template} />}
        <p className="mt-3 text-muted first:mt-0">
          CSV has the same fields as columns: evidence groups are divided by semicolons, the items of a group
          by bars. A workbook has them in the first row of its sheet Controls, and may have the head in a
          sheet Framework, a field and its value in each row; cells with formulas are refused. Ids stay with
          their control for ever: a control that was dropped keeps its assessments.
        </p>
        <p className="mt-3 text-muted">
          An OSCAL catalog or profile (JSON or YAML) may be somebody else&apos;s, such as NIST&apos;s. Its
          controls say nothing about when they apply here, so they apply always; the preview names them.
        </p>
      </Section>
    </Page>
  );
}
