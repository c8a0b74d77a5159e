import clsx from 'clsx';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';

export interface CodeBlockProps {
  readonly code: string;
  /** What it is: "Terminal", "response.json". */
  readonly title?: string;
  /** Break long lines instead of scrolling. */
  readonly wrap?: boolean;
  readonly children?: ReactNode;
}

/** Text as it is, with a copy button. `children` may show the same text coloured. */
export function CodeBlock({ code, title, wrap, children }: CodeBlockProps) {
  return (
    <div className="relative min-w-0 overflow-clip rounded-md border bg-sunken">
      {title && (
        <div className="flex h-8 items-center justify-between border-b pr-1 pl-3 text-xs text-muted">
          <span className="truncate">{title}</span>
          <CopyButton text={code} label={`Copy ${title}`} />
        </div>
      )}
      <pre
        tabIndex={0}
        aria-label={title ?? 'Code'}
        role="region"
        className={clsx(
          'max-h-[32rem] overflow-auto px-3 py-2.5 font-mono text-xs leading-5 -outline-offset-2! print:max-h-none',
          wrap ? 'break-words whitespace-pre-wrap' : 'whitespace-pre',
          !title && 'pr-10',
        )}
      >
        <code>{children ?? code}</code>
      </pre>
      {!title && (
        <span className="absolute top-1.5 right-1.5">
          <CopyButton text={code} />
        </span>
      )}
    </div>
  );
}
