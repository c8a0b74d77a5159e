'use client';

import { controlTones } from '@/app/_lib/checklist-tones';
import { StatusChip } from '@/app/_ui/status-chip';
import type { Row } from './many';

interface ChooseControlsProps {
  readonly rows: readonly Row[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (ids: ReadonlySet<string>) => void;
}

export function ChooseControls({ rows, chosen, choose }: ChooseControlsProps) {
  const toggle = (id: string, isOn: boolean) =>
    choose(new Set(isOn ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  return (
    <fieldset className="rounded-md border">
      <legend className="sr-only">Controls</legend>
      <label className="flex items-center gap-2 border-b p-3 font-medium">
        <input
          type="checkbox"
          checked={chosen.size === rows.length}
          onChange={(event) =>
            choose(new Set(event.target.checked ? rows.map(({ controlId }) => controlId) : []))
          }
        />
        All {rows.length}
        <span className="font-normal text-muted">{chosen.size} chosen</span>
      </label>
      <ul>
        {rows.map((row) => (
          <ChooseControl key={row.controlId} row={row} isChosen={chosen.has(row.controlId)} toggle={toggle} />
        ))}
      </ul>
    </fieldset>
  );
}

interface ChooseControlProps {
  readonly row: Row;
  readonly isChosen: boolean;
  readonly toggle: (id: string, isOn: boolean) => void;
}

function ChooseControl({ row, isChosen, toggle }: ChooseControlProps) {
  return (
    <li className="flex items-start gap-2 border-b p-3 last:border-b-0">
      <input
        type="checkbox"
        id={`choose-${row.controlId}`}
        checked={isChosen}
        onChange={(event) => toggle(row.controlId, event.target.checked)}
        className="mt-0.5"
      />
      <div className="min-w-0 grow">
        <label htmlFor={`choose-${row.controlId}`}>{row.title}</label>
        <p className="text-xs text-pretty text-muted">{row.why}</p>
      </div>
      <span className="flex shrink-0 flex-wrap items-center justify-end gap-2 text-xs text-muted">
        {row.allChecks > 0 && `${row.checks} of ${row.allChecks} checks pass`}
        <span>{row.evidence} items count</span>
        <StatusChip status={row.status} tones={controlTones} />
      </span>
    </li>
  );
}
