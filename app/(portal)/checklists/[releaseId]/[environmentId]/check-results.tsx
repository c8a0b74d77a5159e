import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Tone } from '@/app/_ui/tone';
import type { Checklist } from './checklist';

type Check = Checklist['controls'][number]['checks'][number];
const tones: Readonly<Record<Check['verdict'], Tone>> = {
  pass: 'positive',
  fail: 'negative',
  not_enough_evidence: 'warning',
  needs_connector: 'neutral',
};

/** Each automated check with its result and reason, what it looked at, with which parameters, and when that was. */
export function CheckResults({ checks, judgedAt }: { checks: readonly Check[]; judgedAt: Date }) {
  if (checks.length === 0) return null;
  return (
    <Section title="Automated checks">
      <ul className="flex flex-col gap-3">
        {checks.map((one) => (
          <li key={one.check} className="flex flex-col gap-1 rounded-md border p-3">
            <span className="flex flex-wrap items-center gap-2">
              <code className="font-mono text-xs">{one.check}</code>
              <Chip tone={one.lostWith ? 'warning' : tones[one.verdict]}>
                {one.lostWith ? 'stale' : words(one.verdict)}
              </Chip>
              <span className="text-xs text-muted">
                {one.atUs === null ? (
                  <>
                    state of <Time value={judgedAt} style="datetime" />
                  </>
                ) : (
                  <>
                    result of <Time value={new Date(one.atUs / 1000)} style="datetime" />
                  </>
                )}
              </span>
            </span>
            <p className="text-pretty">{one.lostWith ?? one.note}</p>
            {one.verdict === 'needs_connector' && (
              <p className="text-xs text-pretty text-muted">
                It counts as open: the owner judges this by hand, and names evidence.
              </p>
            )}
            <Inputs inputs={one.inputs} />
            <p className="text-xs text-muted">
              Parameters: <code className="font-mono [overflow-wrap:anywhere]">{paramWords(one.params)}</code>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const paramWords = (params: Check['params']) =>
  Object.entries(params)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(', ') || 'none';

function Inputs({ inputs }: Pick<Check, 'inputs'>) {
  if (inputs.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer text-xs text-accent">
        {inputs.length} {inputs.length === 1 ? 'input' : 'inputs'}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 pl-3 text-xs">
        {inputs.map(({ label, value, ref }, index) => (
          <li key={`${label} ${index}`}>
            <span className="text-muted">{label}:</span> <span>{value}</span>{' '}
            {hrefOf(ref) && (
              <Link href={hrefOf(ref) ?? ''} className="text-accent hover:underline">
                open
              </Link>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function hrefOf(ref: string | null): string | null {
  if (ref?.startsWith('run_')) return paths.run(ref);
  return ref?.startsWith('evd_') ? paths.evidence(ref) : null;
}
