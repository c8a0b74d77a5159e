import { Download, RefreshCw } from 'lucide-react';
import Link from 'next/link';
import { backOf, backWords } from '@/app/_lib/back';
import { evidenceTones } from '@/app/_lib/checklist-tones';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { bytes } from '@/app/_lib/format';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api, type Api } from '@/server/trpc/caller';
import { FilledIn } from './filled-in';
import { ReviewEvidence } from './review-evidence';
import { Revisions } from './revisions';
import { RevokeEvidence } from './revoke-evidence';

export const metadata = { title: 'Evidence' };
const reviewTones = { accepted: 'positive', rejected: 'negative' } as const;
type Item = Awaited<ReturnType<Api['evidence']['get']>>;

export default async function EvidenceItemPage({
  params,
  searchParams,
}: PageProps<'/evidence/[evidenceId]'>) {
  const [{ evidenceId }, query] = await Promise.all([params, searchParams]);
  const back = backOf(query.back);
  const item = await orNotFound((await api()).evidence.get({ evidenceId }));
  const { revisions } = item;
  const isOver = item.status === 'revoked' || item.status === 'superseded';
  const over = isOver ? `This item is ${item.status}` : null;
  const replace = withQuery(paths.newEvidence(), {
    type: item.type,
    kind: item.bindingKind,
    id: item.bindingId,
    supersedes: item.id,
  });
  return (
    <Page
      title={item.title}
      breadcrumb={[{ label: 'Evidence', href: paths.evidenceList() }]}
      status={<StatusChip status={item.status} tones={evidenceTones} />}
      meta={[item.typeTitle, item.sha256 && <Digest key="digest" value={`sha256:${item.sha256}`} />]}
      actions={
        <>
          <HistoryDrawer entity={`evidence/${item.id}`} orgId={item.orgId} />
          <ReviewEvidence
            evidenceId={item.id}
            reason={
              item.status === 'revoked' ? 'It is revoked already' : await mayNot('assess', 'Evidence', item)
            }
          />
          <RevokeEvidence
            evidenceId={item.id}
            reason={
              item.status === 'revoked' ? 'It is revoked already' : await mayNot('edit', 'Evidence', item)
            }
          />
          <LinkButton
            href={replace}
            icon={<RefreshCw />}
            reason={over ?? (await mayNot('create', 'Evidence', item)) ?? undefined}
          >
            Replace
          </LinkButton>
          {(item.fileName ?? (item.sizeBytes !== null && item.givenAs === 'link')) && (
            <LinkButton
              href={`/api/v1/evidence/${item.id}/file`}
              variant="primary"
              icon={<Download />}
              download
            >
              Download
            </LinkButton>
          )}
        </>
      }
    >
      {back && (
        <Alert
          tone="positive"
          title="This evidence is kept"
          action={<LinkButton href={back}>{backWords(back)}</LinkButton>}
        />
      )}
      <Section title="What it is" frame="card">
        <Facts item={item} />
      </Section>
      {item.record && <FilledIn record={item.record} form={item.form} />}
      {item.statement && <CodeBlock title="Statement" code={item.statement} wrap />}
      {item.reviews.length > 0 && (
        <Section title="Reviews" frame="card">
          <ul className="flex flex-col gap-2">
            {item.reviews.map(({ id, decision, reason, byPerson, createdAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-2">
                <StatusChip status={decision} tones={reviewTones} />
                <PersonName id={byPerson} /> <Time value={createdAt} style="date" />
                <span className="w-full text-pretty text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Controls that ask for this type" frame="card">
        <ul className="grid gap-x-6 gap-y-1.5 md:grid-cols-2">
          {item.controls.map(({ controlId, title, framework }) => (
            <li key={controlId} className="min-w-0">
              {framework ? (
                <Link href={paths.control(framework, controlId)} className="text-accent hover:underline">
                  {title}
                </Link>
              ) : (
                title
              )}{' '}
              {framework && <span className="text-xs text-muted">{words(framework)}</span>}
            </li>
          ))}
        </ul>
      </Section>
      {revisions.length > 1 && <Revisions item={item} />}
    </Page>
  );
}

function Facts({ item }: { item: Item }) {
  return (
    <KeyValues
      items={[
        {
          label: 'Bound to',
          value: <BoundTo item={item} />,
        },
        {
          label: 'Valid until',
          value: item.validUntil && <Time value={item.validUntil} />,
          none: 'No time limit',
        },
        { label: 'Given by', value: <PersonName id={item.createdBy} /> },
        { label: 'Given', value: <Time value={item.createdAt} /> },
        {
          label: 'File',
          value: item.fileName && `${item.fileName}, ${bytes(item.sizeBytes ?? 0)}`,
          none: 'None',
        },
        {
          label: 'Link',
          value: item.url && (
            <a href={item.url} rel="noreferrer noopener" className="text-accent hover:underline">
              {item.url}
            </a>
          ),
          none: 'None',
        },
      ]}
    />
  );
}

async function BoundTo({ item: { bindingKind, bindingId } }: { item: Item }) {
  if (bindingKind === 'org') return 'The organisation';
  if (bindingKind === 'vendor') {
    const vendor = await (await api()).vendors.get({ vendorId: bindingId }).catch(() => null);
    return (
      <>
        Vendor{' '}
        <Link href={paths.vendor(bindingId)} className="text-accent underline underline-offset-2">
          {vendor?.name ?? bindingId}
        </Link>
      </>
    );
  }
  if (bindingKind !== 'system') return `${words(bindingKind)} ${bindingId}`;
  const system = await (await api()).systems.get({ systemId: bindingId }).catch(() => null);
  return (
    <>
      System{' '}
      <Link href={paths.system(bindingId)} className="text-accent underline underline-offset-2">
        {system?.name ?? bindingId}
      </Link>
    </>
  );
}
