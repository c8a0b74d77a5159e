import { ClipboardList } from 'lucide-react';
import Link from 'next/link';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { paths, withQuery } from '@/app/_lib/paths';
import { LinkButton } from '@/app/_ui/link-button';
import type { Incident } from '@/server/findings/schema/incidents';
import { createExport } from '../../reports/actions';
import { formats } from '../../reports/kinds';

interface Props {
  readonly incident: Incident;
  readonly reason: string | null;
}

/** The four factors are assessed as evidence that names the incident; the record joins them with its clocks. */
export function BreachRecord({ incident: { id, systemId }, reason }: Props) {
  const about = {
    ...{ type: 'doc.breach-risk-assessment', kind: 'system', id: systemId, incident: id },
    back: paths.incident(id),
  };
  return (
    <>
      <LinkButton href={withQuery(paths.newEvidence(), about)} icon={<ClipboardList />}>
        Assess the four factors
      </LinkButton>
      <ActionDialog
        label="Breach record"
        title="Breach four-factor record"
        description="From this incident, its clocks and notices, and the assessment that names it. The file appears under Reports; what nobody recorded is listed in it."
        reason={reason}
        action={createExport}
        hidden={{ kind: 'document', document: 'breach-assessment', systemId, incidentId: id }}
        submit="Make the file"
        told={{
          title: 'The breach record is being made',
          description: (
            <>
              It lies under{' '}
              <Link href={paths.reports()} className="text-accent hover:underline">
                Reports
              </Link>{' '}
              in a moment.
            </>
          ),
        }}
        fields={[
          { kind: 'choice', name: 'format', label: 'Format', required: true, options: formats, value: 'pdf' },
        ]}
      />
    </>
  );
}
