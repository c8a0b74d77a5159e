import clsx from 'clsx';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';
import { ScrollRegion } from './scroll-region';

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
      <ScrollRegion
        label={title ?? 'Code'}
        className="max-h-[32rem] overflow-auto -outline-offset-2! print:max-h-none print:overflow-visible"
      >
        <pre
          className={clsx(
            'w-fit min-w-full px-3 py-2.5 font-mono text-xs leading-5',
            wrap
              ? 'w-auto! break-words whitespace-pre-wrap'
              : 'whitespace-pre print:w-auto print:break-all print:whitespace-pre-wrap',
            !title && 'pr-10',
          )}
        >
          <code>{children ?? code}</code>
        </pre>
      </ScrollRegion>
      {!title && (
        <span className="absolute top-1.5 right-1.5">
          <CopyButton text={code} />
        </span>
      )}
    </div>
  );
}
