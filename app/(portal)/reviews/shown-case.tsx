import { CodeBlock } from '@/app/_ui/code-block';
import { JsonView } from '@/app/_ui/json-view';

interface ShownCaseProps {
  readonly input: unknown;
  readonly context: unknown;
  readonly answer: string;
}

/** A case as text, whatever stands in it: nothing of it is ever markup. */
export const ShownCase = ({ input, context, answer }: ShownCaseProps) => (
  <div className="flex min-w-0 flex-col gap-3">
    <Value title="Question" value={input} />
    {context !== null && context !== undefined && <Value title="Context" value={context} />}
    <CodeBlock title="Answer" code={answer === '' ? '(no answer)' : answer} wrap />
  </div>
);

const Value = ({ title, value }: { title: string; value: unknown }) =>
  typeof value === 'string' ? (
    <CodeBlock title={title} code={value} wrap />
  ) : (
    <JsonView title={title} value={value} />
  );
