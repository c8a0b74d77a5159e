import clsx from 'clsx';
import Link from 'next/link';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly count?: number;
}

export interface TabsProps {
  /** The page's address; the first tab is the address itself, the others add `?tab=key`. */
  readonly base: string;
  readonly items: readonly Tab[];
  /** From the URL; anything unknown means the first. */
  readonly current: string | undefined;
  readonly label?: string;
}

/** The tab that the URL asks for, or the first. */
export const tabOf = <Key extends string>(
  items: readonly { readonly key: Key }[],
  asked: unknown,
): Key | undefined => (items.find(({ key }) => key === asked) ?? items[0])?.key;

export function Tabs({ base, items, current, label = 'Parts of this page' }: TabsProps) {
  const active = tabOf(items, current);
  return (
    <nav aria-label={label} data-no-print className="-mx-1 overflow-x-auto border-b px-1">
      <ul className="flex gap-5">
        {items.map(({ key, label: text, count }, index) => (
          <li key={key}>
            <Link
              href={
                index === 0 ? base : `${base}${base.includes('?') ? '&' : '?'}tab=${encodeURIComponent(key)}`
              }
              aria-current={key === active ? 'page' : undefined}
              scroll={false}
              className={clsx(
                'inline-flex h-9 items-center gap-1.5 border-b-2 font-medium whitespace-nowrap transition-colors -outline-offset-2!',
                key === active ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text',
              )}
            >
              {text}
              {count !== undefined && (
                <span className="rounded-full bg-sunken px-1.5 text-2xs text-muted">
                  {count.toLocaleString('en-GB')}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
