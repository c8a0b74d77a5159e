import type { EvidenceItem } from '@/server/checklists/rules/evidence';
import type { Clock, Incident } from '@/server/findings/schema/incidents';
import { answerText, timeOf } from './document-words';

/** The evidence that a document about an incident may read: of its form only what names exactly this incident. */
export function itemsOf<Item extends EvidenceItem>(
  items: readonly Item[],
  form: string | null,
  incident: Incident | null,
): readonly Item[] {
  if (incident === null) return items;
  const named = ({ record }: Item) => String(record?.['incident'] ?? '').match(/inc_[A-Za-z0-9_-]+/g) ?? [];
  return items.filter((item) => item.type !== form || named(item).some((id) => id === incident.id));
}

const at = (label: string, time: Date | null): string[] =>
  time === null ? [] : [`${label}: ${timeOf(time.toISOString())}`];

const clockWords: Readonly<Record<Clock['state'], string>> = {
  running: 'running',
  late: 'late, no notice is recorded',
  met: 'notice made in time',
  met_late: 'notice made late',
  left_out: 'no notice was made',
};
const limitOf = ({ dueAt }: Clock) =>
  dueAt === null ? 'without undue delay' : `due ${timeOf(dueAt.toISOString())}`;

/** What a document can say about its incident, by the name of the source. */
export const incidentValues: Readonly<Record<string, (incident: Incident) => string[]>> = {
  what: ({ id, title, severity, state, description }) => [
    id,
    `${title} (${severity}, ${state})`,
    ...(description === '' ? [] : [description]),
  ],
  times: ({ awareAt, occurredAt, closedAt }) => [
    ...at('Became aware', awareAt),
    ...at('Occurred', occurredAt),
    ...at('Closed', closedAt),
  ],
  data: ({ circumstances: { personalData, healthInformation, affected, affectedInOneState: most } }) => [
    `Personal data: ${answerText(personalData)}`,
    `Unsecured protected health information: ${answerText(healthInformation)}`,
    `People affected: ${affected ?? 'not known yet'}`,
    ...(most === null ? [] : [`Most in one State: ${most}`]),
  ],
  risk: ({ circumstances: { personalData, risk } }) =>
    personalData
      ? [`Risk to people: ${answerText(risk)}`]
      : ['No personal data: GDPR Art. 33 does not apply'],
  clocks: ({ clocks }) =>
    clocks.length === 0
      ? ['No law asks for a notice in these circumstances']
      : clocks.map((clock) => `${clock.law}, ${clock.who}: ${limitOf(clock)}; ${clockWords[clock.state]}`),
  notices: ({ clocks }) =>
    clocks.flatMap(({ law, who, madeAt, note }) =>
      note === null
        ? []
        : [`${law}, ${who}: ${madeAt === null ? 'none' : timeOf(madeAt.toISOString())}. ${note}`],
    ),
  resolution: ({ resolution }) => (resolution === null ? [] : [resolution]),
};
