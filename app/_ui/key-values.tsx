import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface KeyValue {
  readonly label: string;
  readonly value: ReactNode;
  /** Said when the value is missing. */
  readonly none?: string;
}

export interface KeyValuesProps {
  readonly items: readonly KeyValue[];
  /** list: label left, value right; grid: label above value, as many columns as fit. */
  readonly layout?: 'list' | 'grid';
}

const isMissing = (value: ReactNode): boolean => value == null || value === '' || value === false;

export function KeyValues({ items, layout = 'list' }: KeyValuesProps) {
  const grid = layout === 'grid';
  return (
    <dl
      className={
        grid ? 'grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-6 gap-y-4' : 'flex flex-col'
      }
    >
      {items.map(({ label, value, none = 'Not given' }) => (
        <div
          key={label}
          className={clsx(
            'min-w-0',
            !grid &&
              'grid gap-x-4 border-b py-2 first:pt-0 last:border-b-0 last:pb-0 sm:grid-cols-[minmax(6.5rem,25%)_minmax(0,1fr)]',
          )}
        >
          <dt className={clsx('text-muted', grid && 'text-xs')}>{label}</dt>
          <dd className="min-w-0 break-words">
            {isMissing(value) ? <span className="text-faint">{none}</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
