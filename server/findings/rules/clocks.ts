import type { Circumstances, ClockName } from '../schema/incidents';

export interface Duty {
  readonly name: ClockName;
  readonly law: string;
  readonly who: string;
  /** Milliseconds since the epoch; null = without undue delay, with no fixed limit. */
  readonly dueMs: number | null;
}

const hour = 3_600_000;
const day = 24 * hour;
const aiActDays = { serious: 15, death: 10, widespread: 2 } as const;
const manyPeople = 500;

/**
 * The notices that the law asks for and their limits. GDPR Art. 33(1): 72 hours after becoming aware, unless a risk is
 * unlikely; Art. 34(1): people at high risk, without undue delay. HIPAA 45 CFR 164.404(b): 60 days after discovery;
 * 164.406: media, for more than 500 people of one State; 164.408: HHS with the individuals for 500 or more, else
 * within 60 days after the end of the calendar year. AI Act Art. 73(2) to (4): 15 days, 10 for a death, 2 for a widespread
 * infringement or a disruption of critical infrastructure. An unknown number of people counts as many.
 * @param awareMs when the organisation became aware @param yearEndMs the end of that calendar year (UTC)
 */
export function dutiesOf(of: Circumstances, awareMs: number, yearEndMs: number): Duty[] {
  const duty = (name: ClockName, law: string, who: string, dueMs: number | null): Duty => ({
    name,
    law,
    who,
    dueMs,
  });
  const sixtyDays = awareMs + 60 * day;
  const duties: Duty[] = [];
  if (of.personalData && of.risk !== 'unlikely')
    duties.push(duty('gdpr_authority', 'GDPR Art. 33(1)', 'Supervisory authority', awareMs + 72 * hour));
  if (of.personalData && of.risk === 'high')
    duties.push(duty('gdpr_persons', 'GDPR Art. 34(1)', 'The people concerned', null));
  if (of.healthInformation) {
    const isMany = of.affected === null || of.affected >= manyPeople;
    duties.push(duty('hipaa_individuals', '45 CFR 164.404(b)', 'The individuals', sixtyDays));
    duties.push(
      duty(
        'hipaa_hhs',
        isMany ? '45 CFR 164.408(b)' : '45 CFR 164.408(c)',
        'Secretary of HHS',
        isMany ? sixtyDays : yearEndMs + 60 * day,
      ),
    );
    if (isMany && (of.affectedInOneState === null || of.affectedInOneState > manyPeople))
      duties.push(duty('hipaa_media', '45 CFR 164.406(b)', 'Media of the State', sixtyDays));
  }
  if (of.serious !== 'none')
    duties.push(
      duty(
        'ai_act_authority',
        'AI Act Art. 73',
        'Market surveillance authority',
        awareMs + aiActDays[of.serious] * day,
      ),
    );
  return duties;
}

export type ClockState = 'running' | 'late' | 'met' | 'met_late' | 'left_out';

/** @param notice the last one that was recorded; `madeMs` null = it was left out for a reason */
export function clockState(
  dueMs: number | null,
  notice: { readonly madeMs: number | null } | null,
  nowMs: number,
): ClockState {
  if (notice) {
    if (notice.madeMs === null) return 'left_out';
    return dueMs !== null && notice.madeMs > dueMs ? 'met_late' : 'met';
  }
  return dueMs !== null && nowMs > dueMs ? 'late' : 'running';
}
