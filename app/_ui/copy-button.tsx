'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

export interface CopyButtonProps {
  readonly text: string;
  /** "Copy digest". */
  readonly label?: string;
}

export function CopyButton({ text, label = 'Copy' }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      data-no-print
      title={label}
      aria-label={label}
      onClick={() => void copy()}
      className="relative -my-1 inline-grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
    >
      <Icon aria-hidden size={13} className={copied ? 'text-positive' : undefined} />
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}
