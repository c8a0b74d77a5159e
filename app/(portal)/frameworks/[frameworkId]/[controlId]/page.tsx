import Link from 'next/link';
import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { provisionWords } from '@/app/_lib/provision';
import { CodeBlock } from '@/app/_ui/code-block';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import type { CheckUse } from '@/policies/frameworks/contract';
import { FrameworkRef } from '@/server/checklists/schema';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Control' };
const listed = (items: readonly string[]) => items.map((item) => words(item)).join(', ');

export default async function ControlPage({ params }: PageProps<'/frameworks/[frameworkId]/[controlId]'>) {
  const { frameworkId, controlId } = await params;
  const asked = FrameworkRef.safeParse({ framework: frameworkId });
  if (!asked.success) notFound();
  const framework = await orNotFound((await api()).frameworks.get(asked.data));
  const control = framework.pack.find(({ id }) => id === controlId);
  if (!control) notFound();
  const titles = await titlesOf(control.maps_to.map(({ framework: other }) => other));
  return (
    <Page
      title={control.title}
      breadcrumb={[
        { label: 'Frameworks', href: paths.frameworks() },
        { label: framework.title, href: paths.framework(framework.id) },
      ]}
      meta={[provisionWords(control.citation), <code key="id">{control.id}</code>]}
      description={control.requirement}
    >
      <Section title="Applies when" frame="card">
        <CodeBlock code={control.applicability} wrap />
      </Section>
      <Section title="How it is judged" frame="card">
        <KeyValues
          items={[
            { label: 'Severity', value: `${words(control.severity)} in ${listed(control.blocks_in)}` },
            { label: 'Kept per', value: words(control.scope) },
            { label: 'Owner', value: words(control.owner_role) },
            { label: 'Must sign', value: listed(control.required_signoffs), none: 'Nobody in particular' },
            { label: 'Decisions', value: listed(control.disposition_options) },
            {
              label: 'Review',
              value: control.review_days === 0 ? 'at each release' : `every ${control.review_days} days`,
            },
            { label: 'Reopened by', value: listed(control.re_review_triggers), none: 'Nothing but time' },
            {
              label: 'Checks',
              value: control.automation.checks.map(checkLine).join(', '),
              none: 'None: people assess it',
            },
            ...(control.automation.decides ? [{ label: 'Decided by', value: 'The checks alone' }] : []),
            { label: 'Note', value: control.note, none: 'None' },
          ]}
        />
      </Section>
      <Section title="What satisfies it" description="One valid item of each group" frame="card">
        <ol className="list-decimal pl-5">
          {control.evidence_required.map(({ any_of }) => (
            <li key={any_of.map(({ type }) => type).join()}>
              {any_of.map(({ title }) => title).join(' or ')}
            </li>
          ))}
        </ol>
        {control.evidence_optional.length > 0 && (
          <p className="mt-2 text-muted">
            Optional: {control.evidence_optional.map(({ title }) => title).join('; ')}
          </p>
        )}
      </Section>
      {control.maps_to.length > 0 && (
        <Section title="Related controls" frame="card">
          <ul className="flex flex-col gap-1">
            {control.maps_to.map(({ id, framework: other, relation }) => (
              <li key={id}>
                <Link href={paths.control(other, id)} className="text-accent underline underline-offset-2">
                  {titles.get(id) ?? id}
                </Link>{' '}
                <span className="text-muted">
                  {words(other)}; {words(relation).toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

/** `eval.bias (min_ratio 0.9, min_n 30)` */
function checkLine({ check, params }: CheckUse): string {
  const said = Object.entries(params).map(
    ([name, value]) =>
      `${name} ${value === null ? 'no limit' : typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return said.length === 0 ? check : `${check} (${said.join(', ')})`;
}

/** Of every control of these frameworks. */
async function titlesOf(frameworks: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const client = await api();
  const packs = await Promise.all(
    [...new Set(frameworks)].map((framework) => client.frameworks.get({ framework })),
  );
  return new Map(packs.flatMap(({ pack }) => pack.map(({ id, title }) => [id, title])));
}
