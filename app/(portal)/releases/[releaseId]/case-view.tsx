import Link from 'next/link';
import { paths, withQuery } from '@/app/_lib/paths';
import { decisionTones } from '@/app/_lib/tones';
import { Alert } from '@/app/_ui/alert';
import { CounterCards } from '@/app/_ui/counter-cards';
import { words } from '@/app/_ui/status-chip';
import type { Case } from './case';
import { counts } from './signoffs-view';
import { CaseChanges } from './case-changes';
import { CaseChecklists, checklistRows } from './case-checklists';
import { CaseReasons } from './case-reasons';
import { CaseResults } from './case-results';

const headline = {
  allow: 'The gate lets this release deploy.',
  needs_signoff: 'Only signatures are missing.',
  deny: 'The gate denies this release.',
};

/** The whole case of one release in one environment: what the gate says and why, results, checklist, changes. */
export function CaseView({
  view,
  environments,
  here,
}: {
  view: Case;
  environments: readonly string[];
  here: string;
}) {
  const { decision, facts } = view;
  const required = checklistRows(view).filter(({ isRequired }) => isRequired);
  const applying = required.reduce((sum, row) => sum + row.applying, 0);
  const settled = required.reduce((sum, row) => sum + row.settled, 0);
  const passed = (results: Case['facts']['suites']) =>
    results.filter(({ verdict }) => verdict === 'pass').length;
  return (
    <>
      <EnvironmentLinks environments={environments} current={view.environment} here={here} />
      <Alert tone={decisionTones[decision.verdict]} title={headline[decision.verdict]}>
        {decision.reasons.length === 0 ? (
          'Every requirement of the policy is met for exactly this digest.'
        ) : (
          <CaseReasons view={view} />
        )}
      </Alert>
      <CounterCards
        items={[
          {
            label: 'Suites passed',
            value: `${passed(facts.suites)} of ${view.manifest?.suites.length ?? 0}`,
          },
          {
            label: 'Bias studies passed',
            value: `${passed(facts.studies)} of ${view.manifest?.studies.length ?? 0}`,
          },
          {
            label: 'Required controls',
            value:
              required.length === 0
                ? 'none required'
                : applying === 0
                  ? 'none apply'
                  : `${settled} of ${applying}`,
            tone: settled < applying ? 'negative' : undefined,
            note: required.length > 0 && required.map(({ framework }) => words(framework)).join(', '),
            href: view.manifest ? paths.checklist(view.id, view.environment) : undefined,
          },
          { label: 'Signatures', value: String(view.signoffs.filter(counts).length), note: wanted(view) },
        ]}
      />
      <CaseChecklists view={view} />
      <CaseResults view={view} />
      <CaseChanges view={view} />
    </>
  );
}

function wanted({ inForce, controlRoles }: Case) {
  if (!inForce) return null;
  const { quorum } = inForce.policy;
  const others = controlRoles.filter((role) => quorum.every((slot) => slot.role !== role));
  const controls = others.length > 0 && `; for controls: ${others.map(spoken).join(', ')}`;
  return `wanted: ${quorum.map(({ role, n }) => `${n} ${spoken(role)}`).join(', ')}${controls || ''}`;
}
const spoken = (role: string) => words(role).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

function EnvironmentLinks({
  environments,
  current,
  here,
}: {
  environments: readonly string[];
  current: string;
  here: string;
}) {
  if (environments.length < 2) return null;
  return (
    <nav aria-label="Environment" className="flex flex-wrap gap-2 text-sm">
      {environments.map((name) => (
        <Link
          key={name}
          href={withQuery(here, { environment: name })}
          aria-current={name === current ? 'page' : undefined}
          className="rounded-md border px-2 py-1 aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
