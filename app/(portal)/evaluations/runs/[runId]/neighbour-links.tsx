import { ChevronLeft, ChevronRight } from 'lucide-react';
import { paths, withQuery } from '@/app/_lib/paths';
import { LinkButton } from '@/app/_ui/link-button';
import { ListRunResults, type Run, type RunResult } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';

type Place = Pick<RunResult, 'ordinal' | 'repeat'>;
interface NeighbourLinksProps {
  readonly run: Run;
  readonly at: Place;
  /** The filter and the page of the list behind the case. */
  readonly asked: { readonly state: string | undefined; readonly cursor: string | undefined };
}

/** From case to case within the list as it is filtered, so that failures are read one after the other. */
export async function NeighbourLinks({ run, at, asked }: NeighbourLinksProps) {
  const given = { runId: run.id, limit: 50 };
  const input = ListRunResults.catch(given).parse({ ...given, ...asked });
  const { runs } = await api();
  const { items, nextCursor } = await runs.results(input);
  const index = items.findIndex(({ ordinal, repeat }) => ordinal === at.ordinal && repeat === at.repeat);
  if (index < 0) return <span />;
  const isLast = index === items.length - 1;
  const after =
    isLast && nextCursor ? (await runs.results({ ...input, cursor: nextCursor, limit: 1 })).items[0] : null;
  const hrefOf = (place: Place, cursor = asked.cursor) =>
    withQuery(paths.run(run.id), {
      state: input.state,
      cursor,
      case: place.ordinal,
      repeat: place.repeat || undefined,
    });
  const before = items[index - 1];
  const next = items[index + 1];
  return (
    <nav aria-label="Cases" className="flex gap-2">
      <LinkButton
        size="sm"
        icon={<ChevronLeft />}
        href={before ? hrefOf(before) : ''}
        reason={before ? undefined : 'The first of this list'}
      >
        Previous
      </LinkButton>
      <LinkButton
        size="sm"
        icon={<ChevronRight />}
        href={next ? hrefOf(next) : after ? hrefOf(after, nextCursor ?? undefined) : ''}
        reason={(next ?? after) ? undefined : 'The last of this list'}
      >
        Next
      </LinkButton>
    </nav>
  );
}
