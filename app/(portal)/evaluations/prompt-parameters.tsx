import type { Run } from '@/server/evaluations/schema/runs';

type Parameters = NonNullable<Run['promptParameters']>;

const by = { suite: 'as the suite says', run: 'as the run says' } as const;

/** What became of each parameter of the prompt version; a difference is told in words. */
export const PromptParameters = ({ parameters }: { readonly parameters: Readonly<Parameters> }) => (
  <ul className="space-y-0.5">
    {parameters.map(({ name, asked, sent, outcome }) => (
      <li key={name} className="break-words">
        <span className="font-mono text-xs">
          {name} {asked}
        </span>
        {outcome === 'sent' && ' sent'}
        {outcome === 'unsent' && <span className="text-warning"> not sent: the target takes none</span>}
        {(outcome === 'suite' || outcome === 'run') && (
          <span className="text-warning">
            {' '}
            replaced by <span className="font-mono text-xs">{sent}</span>, {by[outcome]}
          </span>
        )}
      </li>
    ))}
  </ul>
);
