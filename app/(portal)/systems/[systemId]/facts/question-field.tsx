import { words } from '@/app/_ui/status-chip';
import { noneOfThese } from './answer-words';

export interface AskedQuestion {
  readonly id: string;
  readonly type: 'bool' | 'enum' | 'multi' | 'date';
  readonly options: readonly string[] | null;
  readonly question: string;
  readonly helps: string;
  /** How many controls, and whether a class, wait for the answer. */
  readonly waiting: string | null;
  /** Something made the answer doubtful. */
  readonly isDoubtful: boolean;
  readonly answer: boolean | string | readonly string[] | null;
}

const single = {
  bool: [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
    { value: 'unknown', label: 'Not known' },
  ],
};

/** One question with its choices; a question with several values can also be answered by none of them. */
export function QuestionField({ asked }: { asked: AskedQuestion }) {
  const { id, type, question, helps, waiting, isDoubtful } = asked;
  return (
    <fieldset
      id={`fact-${id}`}
      className="flex min-w-0 scroll-mt-48 flex-col gap-2 border-b pb-4 last:border-b-0"
      aria-describedby={`${id}-help`}
    >
      <input type="hidden" name={`${type}[]`} value={id} />
      <legend className="mb-1 font-medium text-pretty">{question}</legend>
      <p id={`${id}-help`} className="text-xs text-pretty text-muted">
        Helps to decide: {helps}
        {waiting && <span className="text-warning"> · {waiting}</span>}
        {isDoubtful && (
          <a href="#to-confirm" className="text-warning hover:underline">
            {' '}
            · to be confirmed
          </a>
        )}
      </p>
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        <Choices asked={asked} />
      </div>
    </fieldset>
  );
}

function Choices({ asked: { id, type, options, question, answer } }: { asked: AskedQuestion }) {
  if (type === 'date')
    return (
      <input
        type="date"
        name={id}
        aria-label={question}
        defaultValue={typeof answer === 'string' ? answer : ''}
        className="rounded-md border border-control bg-raised px-2 py-1"
      />
    );
  if (type === 'multi') {
    const chosen = Array.isArray(answer) ? answer : null;
    const boxes = [...(options ?? []), noneOfThese];
    return boxes.map((value) => (
      <label key={value} className="flex items-start gap-2">
        <input
          type="checkbox"
          name={`${id}[]`}
          value={value}
          defaultChecked={value === noneOfThese ? chosen?.length === 0 : chosen?.includes(value)}
          className="mt-0.5"
        />
        <span>{value === noneOfThese ? 'None of these' : words(value)}</span>
      </label>
    ));
  }
  const choices =
    type === 'bool'
      ? single.bool
      : [...(options ?? []), 'unknown'].map((value) => ({ value, label: words(value) }));
  return [...choices, { value: '', label: 'Not answered' }].map(({ value, label }) => (
    <label key={value} className="flex items-start gap-2">
      <input
        type="radio"
        name={id}
        value={value}
        defaultChecked={value === (answer === null ? '' : String(answer))}
        className="mt-0.5"
      />
      <span className={value === '' ? 'text-muted' : undefined}>{label}</span>
    </label>
  ));
}
