'use client';
import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import type { ButtonSize } from './button-face';

export interface CopyLinkProps {
  /** Address on this site of exactly what is seen, with its filters. */
  readonly path: string;
  readonly label?: string;
  readonly size?: ButtonSize;
}

/** Copies the whole address. Where a page may not write to the clipboard (plain HTTP) the browser shows it instead. */
export function CopyLink({ path, label = 'Copy link', size }: CopyLinkProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const url = new URL(path, window.location.origin).href;
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      window.prompt(label, url);
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <Button
        size={size}
        icon={copied ? <Check aria-hidden className="text-positive" /> : <Link2 aria-hidden />}
        onClick={() => void copy()}
      >
        {label}
      </Button>
      <span role="status" className="sr-only">
        {copied ? 'The link is copied' : ''}
      </span>
    </>
  );
}
