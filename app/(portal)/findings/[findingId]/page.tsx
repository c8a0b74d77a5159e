import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { DueDate } from '../findings-table';
import { findingTones, findingWords, severityTones } from '../words';
import { FindingActions } from './finding-actions';

export const metadata = { title: 'Finding' };

export default async function FindingPage({ params }: PageProps<'/findings/[findingId]'>) {
  const { findingId } = await params;
  const finding = await orNotFound((await api()).findings.get({ findingId }));
  return (
    <Page
      title={finding.title}
      breadcrumb={[{ label: 'Findings', href: paths.findings() }]}
      status={
        <span className="inline-flex gap-2">
          <StatusChip status={finding.state} tones={findingTones} label={findingWords[finding.state]} />
          <StatusChip status={finding.severity} tones={severityTones} />
        </span>
      }
      actions={
        <>
          <HistoryDrawer entity={`finding/${finding.id}`} orgId={finding.orgId} />
          <FindingActions finding={finding} />
        </>
      }
    >
      <Section title="What it is" frame="card">
        <KeyValues
          items={[
            {
              label: 'System',
              value: (
                <a href={paths.system(finding.systemId)} className="text-accent hover:underline">
                  {finding.systemName}
                </a>
              ),
            },
            {
              label: 'Release',
              value: finding.releaseId && (
                <a href={paths.release(finding.releaseId)} className="text-accent hover:underline">
                  {finding.releaseVersion}
                </a>
              ),
              none: 'every release of the system',
            },
            { label: 'Owner', value: <PersonName id={finding.ownerId} /> },
            { label: 'Due', value: <DueDate finding={finding} /> },
            { label: 'Opened by', value: <PersonName id={finding.createdBy} /> },
            { label: 'Opened', value: <Time value={finding.createdAt} /> },
          ]}
        />
        {finding.description && (
          <div className="mt-4 border-t pt-4">
            <p className="max-w-3xl whitespace-pre-line">{finding.description}</p>
          </div>
        )}
      </Section>
      {finding.remediation && finding.remediatedBy && (
        <Told
          title="Remediation"
          text={finding.remediation}
          by={finding.remediatedBy}
          at={finding.remediatedAt}
        />
      )}
      {finding.resolution && finding.resolvedBy && (
        <Told
          title={finding.state === 'accepted' ? 'Why the risk is accepted' : 'Verification'}
          text={finding.resolution}
          by={finding.resolvedBy}
          at={finding.resolvedAt}
        />
      )}
    </Page>
  );
}

interface ToldProps {
  readonly title: string;
  readonly text: string;
  readonly by: string;
  readonly at: Date | null;
}

const Told = ({ title, text, by, at }: ToldProps) => (
  <Section title={title} frame="card">
    <p className="max-w-3xl whitespace-pre-line">{text}</p>
    <p className="mt-3 flex items-center gap-2 text-xs text-muted">
      <PersonName id={by} />
      {at && <Time value={at} />}
    </p>
  </Section>
);
