import { CodeBlock } from './code-block';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const coloured = (text: string) => {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(from, match.index));
    const tone = match[2] ? 'text-text' : match[1] ? 'text-positive' : match[3] ? 'text-accent' : 'text-info';
    parts.push(
      <span key={match.index} className={tone}>
        {match[1] ?? match[0]}
      </span>,
      match[2] ?? '',
    );
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
};

export interface JsonViewProps {
  /** A JSON value. */
  readonly value: unknown;
  readonly title?: string;
  /** Break long lines instead of scrolling. */
  readonly wrap?: boolean;
}

export function JsonView({ value, title, wrap }: JsonViewProps) {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return (
    <CodeBlock code={text} title={title} wrap={wrap}>
      <span className="text-muted">{text.length < 200_000 ? coloured(text) : text}</span>
    </CodeBlock>
  );
}
