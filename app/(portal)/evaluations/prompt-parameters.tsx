import type { Run } from '@/server/evaluations/schema/runs';

type Parameters = NonNullable<Run['promptParameters']>;

interface PromptParametersProps {
  readonly parameters: Readonly<Parameters>;
  /** Who said another value than the prompt version and the suite. */
  readonly by?: string;
}

/** What became of each parameter of the prompt version; a difference is told in words. */
export const PromptParameters = ({ parameters, by = 'as the run says' }: PromptParametersProps) => (
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
            replaced by <span className="font-mono text-xs">{sent}</span>,{' '}
            {outcome === 'suite' ? 'as the suite says' : by}
          </span>
        )}
      </li>
    ))}
  </ul>
);
