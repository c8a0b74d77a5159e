import { controlTones } from '@/app/_lib/checklist-tones';
import { mayNot } from '@/app/_lib/may';
import { PersonName } from '@/app/_lib/person-name';
import { Chip } from '@/app/_ui/chip';
import { CodeBlock } from '@/app/_ui/code-block';
import { KeyValues } from '@/app/_ui/key-values';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { AssessForm } from './assess-form';
import { CheckResults } from './check-results';
import { bindingOf } from './binding-of';
import { EvidenceNeeds } from './evidence-needs';
import type { Checklist } from './checklist';
import { PlanControl } from './plan-control';
import { SameDuties } from './same-duties';

type Control = Checklist['controls'][number];
const iso = (us: number) => new Date(us / 1000).toISOString();

interface ControlDetailProps {
  readonly list: Checklist;
  readonly control: Control;
  /** The address of the checklist. */
  readonly here: string;
}

/** One control: what it asks, why it applies, what satisfies it, and the form of its assessor. */
export async function ControlDetail({ list, control, here }: ControlDetailProps) {
  const { orgId, systemId } = list;
  const binding = bindingOf(control.scope, list);
  const { items } = await (await api()).evidence.list({ state: 'valid', limit: 200 });
  const usable = items.filter((item) => item.systemId === null || item.systemId === systemId);
  const isWide = binding.kind === 'org' || binding.kind === 'environment';
  const target = { orgId, systemId: isWide ? '' : systemId, ownerRole: control.ownerRole };
  const refused = await mayNot('assess', 'Assessment', target);
  const reason = refused && `Only the ${words(control.ownerRole).toLowerCase()} may assess this control`;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-pretty">{control.requirement}</p>
      <Standing control={control} />
      <Section title="Why it applies">
        <p className="text-pretty text-muted">{applies(control)}</p>
        <CodeBlock code={control.why} wrap />
      </Section>
      <PlanControl list={list} control={control} />
      <EvidenceNeeds control={control} items={usable} list={list} here={here} />
      <CheckResults checks={control.checks} judgedAt={list.judgedAt} />
      {control.assessment && <LastAssessment assessment={control.assessment} />}
      {control.status !== 'not_applicable' && control.status !== 'undetermined' && (
        <Section title="Assess by hand" description={`Kept for the ${binding.kind}: ${binding.words}`}>
          <AssessForm
            controlId={control.controlId}
            role={control.ownerRole}
            binding={{ kind: binding.kind, id: binding.id }}
            dispositions={control.dispositions}
            evidence={usable.map(({ id, title, typeTitle }) => ({ id, label: `${title} (${typeTitle})` }))}
            reason={reason}
          />
        </Section>
      )}
      <SameDuties control={control} />
      {control.note && (
        <Section title="Note of the pack">
          <p className="text-pretty text-muted">{control.note}</p>
        </Section>
      )}
    </div>
  );
}

const applies = ({ status, unanswered }: Control) =>
  status === 'not_applicable'
    ? 'It does not apply, because of these facts:'
    : status === 'undetermined'
      ? `Nobody has answered yet: ${unanswered.map((fact) => words(fact)).join(', ')}. Until then it blocks like an open control.`
      : 'It applies, because of these facts:';

function Standing({ control }: { control: Control }) {
  return (
    <>
      <KeyValues
        items={[
          {
            label: 'Status',
            value: (
              <span className="flex flex-wrap gap-1.5">
                <StatusChip status={control.status} tones={controlTones} />
                {control.by === 'hand' && <Chip>set by hand</Chip>}
                {control.by === 'automation' && <Chip>set by checks</Chip>}
                {control.blocks && <Chip tone="negative">blocks this environment</Chip>}
              </span>
            ),
          },
          {
            label: 'Owner',
            value: control.ownerId ? (
              <span className="flex flex-wrap items-center gap-1.5">
                <PersonName id={control.ownerId} /> as {words(control.ownerRole)}
              </span>
            ) : (
              words(control.ownerRole)
            ),
          },
          ...(control.obligation ? [{ label: 'Specification', value: words(control.obligation) }] : []),
          { label: 'Kept per', value: words(control.scope) },
          {
            label: 'Must sign',
            value: control.requiredSignoffs.map((role) => words(role)).join(', '),
            none: 'Nobody in particular',
          },
          {
            label: 'In force',
            value: control.inForce
              ? `yes${control.appliesFrom ? `, since ${control.appliesFrom}` : ''}`
              : `from ${control.appliesFrom}`,
          },
          {
            label: 'Due',
            value: control.deadline && (
              <span className="flex flex-wrap items-center gap-1.5">
                <Time value={control.deadline} style="date" />
                {control.isLate && <Chip tone="negative">late</Chip>}
              </span>
            ),
            none: 'No day is set',
          },
          {
            label: control.status === 'readiness' ? 'Binds from' : 'Holds until',
            value: control.dueAtUs && <Time value={iso(control.dueAtUs)} style="date" />,
            none: 'Not limited by time',
          },
        ]}
      />
      {control.reasons.length > 0 && (
        <Section title="What it waits for">
          <ul className="list-disc pl-5">
            {control.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function LastAssessment({ assessment }: { assessment: NonNullable<Control['assessment']> }) {
  return (
    <Section title="Last assessment">
      <KeyValues
        items={[
          { label: 'Decision', value: words(assessment.disposition) },
          { label: 'Reason', value: assessment.reason },
          { label: 'By', value: <PersonName id={assessment.byPerson} /> },
          { label: 'As', value: words(assessment.role) },
          ...(assessment.untilUs === null
            ? []
            : [{ label: 'Until', value: <Time value={iso(assessment.untilUs)} style="date" /> }]),
          { label: 'When', value: <Time value={iso(assessment.atUs)} /> },
        ]}
      />
    </Section>
  );
}
