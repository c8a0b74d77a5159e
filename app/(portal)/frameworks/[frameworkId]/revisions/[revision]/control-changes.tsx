import { Chip } from '@/app/_ui/chip';
import { Section } from '@/app/_ui/section';
import type { Preview } from './touched';

type Diff = Preview['diff'];
type Changed = Diff['changed'][number];

/** Control by control what another version says. */
export function ControlChanges({ diff: { added, removed, changed } }: { diff: Diff }) {
  return (
    <>
      {changed.length > 0 && (
        <Section
          title="Changed"
          description="Where a control asks something else, what was decided about it waits to be confirmed. Where it asks the same, the decision counts on."
        >
          <ul className="flex flex-col gap-3">
            {changed.map((control) => (
              <ChangedControl key={control.controlId} control={control} />
            ))}
          </ul>
        </Section>
      )}
      <Named title="Added" controls={added} />
      <Named
        title="Removed"
        controls={removed}
        note="What was decided about them is kept, and counts again when they come back asking the same."
      />
    </>
  );
}

const ChangedControl = ({ control: { controlId, title, parts, isCarried } }: { control: Changed }) => (
  <li className="rounded-lg border bg-surface p-4">
    <p className="flex flex-wrap items-center gap-2 font-medium">
      {title}
      <span className="font-mono text-xs text-muted">{controlId}</span>
      <Chip tone={isCarried ? 'neutral' : 'warning'}>
        {isCarried ? 'decision counts on' : 'to be confirmed'}
      </Chip>
    </p>
    <dl className="mt-2 grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {parts.map(({ part, before, after }) => (
        <div key={part} className="contents">
          <dt className="text-muted first-letter:uppercase">{part}</dt>
          <dd className="flex min-w-0 flex-col gap-1 break-words">
            <Lines lines={before} as="del" />
            <Lines lines={after} as="ins" />
          </dd>
        </div>
      ))}
    </dl>
  </li>
);

const faces = {
  del: 'bg-negative-soft text-negative',
  ins: 'bg-positive-soft text-positive no-underline',
} as const;

const Lines = ({ lines, as: Mark }: { lines: readonly string[]; as: 'del' | 'ins' }) =>
  (lines.length === 0 ? ['nothing'] : lines).map((line) => (
    <Mark key={line} className={`rounded-sm px-1 ${faces[Mark]}`}>
      {line}
    </Mark>
  ));

const Named = ({ title, controls, note }: { title: string; controls: Diff['added']; note?: string }) =>
  controls.length > 0 && (
    <Section title={title} description={note}>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {controls.map((control) => (
          <li key={control.controlId}>
            {control.title} <span className="font-mono text-xs text-muted">{control.controlId}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
