import clsx from 'clsx';
import { CopyButton } from './copy-button';

export interface DigestProps {
  /** "sha256:9f86d0…" or bare hex. */
  readonly value: string;
  /** Hex digits shown. */
  readonly length?: number;
  readonly full?: boolean;
}

/** A digest short enough to compare by eye; all of it on hover, by the copy button and on paper. */
export function Digest({ value, length = 12, full }: DigestProps) {
  const colon = value.indexOf(':') + 1;
  const hex = value.slice(colon);
  const short = full || hex.length <= length ? hex : `${hex.slice(0, length)}…`;
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5 align-top">
      <code
        title={value}
        className={clsx(
          'min-w-0 font-mono text-xs leading-5',
          full ? 'break-all' : 'whitespace-nowrap print:break-all print:whitespace-normal',
        )}
      >
        <span className="text-faint">{value.slice(0, colon)}</span>
        <span className="print:hidden">{short}</span>
        <span className="hidden print:inline">{hex}</span>
      </code>
      <CopyButton text={value} label="Copy digest" />
    </span>
  );
}
