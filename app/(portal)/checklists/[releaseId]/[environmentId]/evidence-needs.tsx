import { Plus } from 'lucide-react';
import Link from 'next/link';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { api, type Api } from '@/server/trpc/caller';
import { bindingOf } from './binding-of';
import type { Checklist } from './checklist';

type Item = Awaited<ReturnType<Api['evidence']['list']>>['items'][number];
interface EvidenceNeedsProps {
  readonly control: Checklist['controls'][number];
  readonly items: readonly Item[];
  readonly list: Checklist;
  /** The address of the checklist. */
  readonly here: string;
}

/** What satisfies a control: of each group one valid item. Ticked are those that it counts today. */
export async function EvidenceNeeds({ control, items, list, here }: EvidenceNeedsProps) {
  if (control.needs.length === 0) return null;
  const { vendors } = await (await api()).vendors.ofSystem({ systemId: list.systemId });
  const names = new Map(vendors.map(({ id, name }) => [id, name]));
  const counted = new Set(control.evidence.map(({ id }) => id));
  const reason = await mayNot('create', 'Evidence', {
    orgId: list.orgId,
    systemId: list.systemId,
    createdBy: '',
  });
  const back = withQuery(here, { control: control.controlId });
  return (
    <Section title="What satisfies it" description="One valid item of each group">
      <ol className="flex flex-col gap-3">
        {control.needs.map((group, index) => (
          <li key={group.map(({ type }) => type).join()} className="rounded-md border p-3">
            <p className="mb-1 text-xs text-muted">Group {index + 1}</p>
            <ul className="flex flex-col gap-2">
              {group.map((need) => {
                const given = items.filter(
                  ({ type, bindingKind, bindingId }) =>
                    type === need.type && (bindingKind !== 'vendor' || names.has(bindingId)),
                );
                const { kind, id } = placeFor(need.binding, vendors, list);
                const add = withQuery(paths.newEvidence(), { type: need.type, kind, id, back });
                return (
                  <li key={need.type} className="flex flex-col gap-1">
                    <span className="flex flex-wrap items-center justify-between gap-2">
                      <span>
                        {need.title}{' '}
                        {need.validDays > 0 && (
                          <span className="text-xs text-muted">holds {need.validDays} days</span>
                        )}
                      </span>
                      {need.ways.length > 0 && (
                        <LinkButton href={add} size="sm" icon={<Plus />} reason={reason ?? undefined}>
                          Add evidence
                        </LinkButton>
                      )}
                    </span>
                    <AlsoServes need={need} />
                    {given.map((item) => (
                      <span key={item.id} className="flex flex-wrap items-center gap-2 pl-3">
                        <Link href={paths.evidence(item.id)} className="text-accent hover:underline">
                          {item.title}
                        </Link>
                        <Chip tone={counted.has(item.id) ? 'positive' : 'neutral'}>
                          {counted.has(item.id) ? 'counts' : 'does not count here'}
                        </Chip>
                        <InheritedFrom item={item} names={names} />
                      </span>
                    ))}
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
}

type Vendors = Awaited<ReturnType<Api['vendors']['ofSystem']>>['vendors'];
type Scope = Parameters<typeof bindingOf>[0];

/** An agreement is kept for the vendor; of several for the first, which the form lets change. */
function placeFor(scope: Scope, vendors: Vendors, list: Checklist) {
  const vendor = vendors.find(({ use }) => use?.receivesData) ?? vendors[0];
  return scope === 'vendor' && vendor ? { kind: 'vendor', id: vendor.id } : bindingOf(scope, list);
}

/** What serves this system because it serves more than it. */
function InheritedFrom({ item, names }: { item: Item; names: ReadonlyMap<string, string> }) {
  const { bindingKind, bindingId } = item;
  if (bindingKind === 'vendor')
    return (
      <Link href={paths.vendor(bindingId)} className="text-xs text-muted hover:underline">
        inherited from vendor {names.get(bindingId) ?? bindingId}
      </Link>
    );
  const from = { org: 'the organisation', environment: `environment ${bindingId}` }[String(bindingKind)];
  return from ? <span className="text-xs text-muted">inherited from {from}</span> : null;
}

/** The other controls that the same item serves, in this framework and in the others. */
function AlsoServes({
  need: { alsoServes },
}: {
  need: EvidenceNeedsProps['control']['needs'][number][number];
}) {
  if (alsoServes.length === 0) return null;
  return (
    <details className="pl-3 text-xs text-muted">
      <summary className="cursor-pointer">also serves {alsoServes.length} more</summary>
      <ul className="mt-1 list-disc pl-4">
        {alsoServes.map(({ id, title, framework }) => (
          <li key={id}>
            {title} {framework && `(${words(framework)})`}
          </li>
        ))}
      </ul>
    </details>
  );
}
