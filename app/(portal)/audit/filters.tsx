import { paths } from '@/app/_lib/paths';
import { Button } from '@/app/_ui/button';
import { LinkButton } from '@/app/_ui/link-button';
import { Select } from '@/app/_ui/select';
import { TextInput } from '@/app/_ui/text-input';

const areas = [
  ...['release', 'signoff', 'gate', 'role', 'person', 'session', 'token', 'export', 'trail'],
  ...[
    'evidence',
    'control',
    'facts',
    'run',
    'suite',
    'study',
    'model',
    'prompt',
    'dataset',
    'system',
    'key',
    'log',
  ],
];
const ops = ['create', 'update', 'delete', 'read', 'export', 'login', 'deny', 'sign', 'gate'];

export interface TrailQuery {
  readonly type?: string;
  readonly entity?: string;
  readonly actor?: string;
  readonly op?: string;
  /** As the form field writes it, in UTC: 2026-11-22T09:30 */
  readonly from?: string;
  readonly to?: string;
}

/** A plain GET form: the address carries every filter. */
export function Filters({
  asked,
  people,
}: {
  asked: TrailQuery;
  people: readonly { readonly id: string; readonly name: string }[];
}) {
  return (
    <form
      action={paths.audit()}
      role="search"
      aria-label="Filter the trail"
      data-no-print
      className="grid grid-cols-2 items-end gap-3 rounded-lg border bg-raised p-4 md:grid-cols-3 xl:grid-cols-6"
    >
      <TextInput
        label="Event"
        name="type"
        list="event-types"
        placeholder="release."
        defaultValue={asked.type}
        required={false}
      />
      <datalist id="event-types">
        {areas.map((area) => (
          <option key={area} value={`${area}.`}>
            {area}
          </option>
        ))}
      </datalist>
      <TextInput label="Thing" name="entity" placeholder="release/rel_…" defaultValue={asked.entity} />
      <Select
        label="Person"
        name="actor"
        placeholder="Anybody"
        defaultValue={asked.actor ?? ''}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        label="Kind"
        name="op"
        placeholder="Any"
        defaultValue={asked.op ?? ''}
        options={ops.map((value) => ({ value, label: value }))}
      />
      <TextInput label="From, UTC" name="from" type="datetime-local" defaultValue={asked.from} />
      <TextInput label="To, UTC" name="to" type="datetime-local" defaultValue={asked.to} />
      <div className="col-span-full flex gap-2">
        <Button type="submit" variant="primary">
          Filter
        </Button>
        <LinkButton href={paths.audit()} variant="ghost">
          Clear
        </LinkButton>
      </div>
    </form>
  );
}
