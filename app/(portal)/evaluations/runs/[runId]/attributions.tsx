import { Chip } from '@/app/_ui/chip';
import type { RunCase } from '@/server/evaluations/schema/runs';

type All = NonNullable<RunCase['attributions']>;

/** What each sentence of the answer says that it rests on: the marks are the answer's own, nobody checked the sense. */
export const Attributions = ({ attributions }: { attributions: All }) => (
  <section aria-label="What the sentences cite" className="rounded-md border">
    <h3 className="border-b px-3 py-2 text-xs text-muted">What the sentences cite</h3>
    <ol className="flex flex-col divide-y">
      {attributions.map(({ sentence, sources }, index) => (
        <li key={index} className="flex flex-col gap-1 px-3 py-2">
          <p className="break-words">{sentence}</p>
          {sources.length === 0 && <p className="text-xs text-faint">cites nothing</p>}
          {sources.map((source) => (
            <Source key={source.mark} {...source} />
          ))}
        </li>
      ))}
    </ol>
  </section>
);

const Source = ({ mark, place, id, text }: All[number]['sources'][number]) => (
  <p className="flex items-baseline gap-x-2 text-xs text-muted">
    <Chip tone={place === null ? 'warning' : 'info'}>{mark}</Chip>
    {place === null ? (
      <span>names nothing that was retrieved</span>
    ) : (
      <span className="min-w-0 flex-1 break-words">
        piece {place}
        {id !== null && id !== text && `, ${id}`}
        {text !== '' && `: ${text}`}
      </span>
    )}
  </p>
);
