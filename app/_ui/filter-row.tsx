'use client';
import clsx from 'clsx';
import { ChevronDown, LoaderCircle, Search, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition, type ReactNode } from 'react';
import { buttonFace } from './button-face';
import { controlFace } from './field';

export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value?: string | null;
}

export interface FilterRowProps {
  /** The list's address without its query. */
  readonly action: string;
  readonly search?: { readonly name?: string; readonly placeholder: string; readonly value?: string | null };
  readonly filters?: readonly Filter[];
  /** What else the address must keep: the sort order, the tab. A cursor is left out, so that paging starts again. */
  readonly keep?: Readonly<Record<string, string | null | undefined>>;
  /** ExportMenu, ColumnMenu. */
  readonly actions?: ReactNode;
}

const addressOf = (action: string, form: HTMLFormElement): string => {
  const pairs = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  return pairs.length > 0 ? `${action}?${new URLSearchParams(pairs)}` : action;
};

/** A plain GET form: the address carries the state. With scripts it submits itself; "/" goes to the search. */
export function FilterRow({ action, search, filters = [], keep = {}, actions }: FilterRowProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const kept = Object.entries(keep).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const active = Boolean(search?.value) || filters.some(({ value }) => value);
  const go = (how: 'push' | 'replace') => {
    clearTimeout(timer.current);
    const current = form.current;
    if (current) start(() => router[how](addressOf(action, current), { scroll: false }));
  };
  const goSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go('replace'), 300);
  };
  useSlashKey(form);
  useAddress(form, search, filters);
  return (
    <form
      ref={form}
      action={action}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go('replace');
      }}
      data-no-print
      className="flex flex-wrap items-center gap-2"
    >
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {search && <SearchBox {...search} pending={pending} onInput={goSoon} />}
      {filters.map((filter) => (
        <FilterSelect key={filter.name} filter={filter} onChange={() => go('push')} />
      ))}
      <noscript>
        <button className={buttonFace({})}>Apply</button>
      </noscript>
      {active && (
        <Link
          href={
            kept.length > 0
              ? `${action}?${new URLSearchParams(kept.map(([name, value]) => [name, value]))}`
              : action
          }
          scroll={false}
          className={buttonFace({ variant: 'ghost' })}
        >
          <X aria-hidden />
          Clear
        </Link>
      )}
      {actions && <div className="ml-auto flex gap-2">{actions}</div>}
    </form>
  );
}

/** After a step back or a cleared filter the controls follow the address; the box being typed in is left alone. */
function useAddress(
  form: { readonly current: HTMLFormElement | null },
  search: FilterRowProps['search'],
  filters: readonly Filter[],
) {
  const said = JSON.stringify([
    [search?.name ?? 'q', search?.value ?? ''],
    ...filters.map(({ name, value }) => [name, value ?? '']),
  ]);
  useEffect(() => {
    for (const [name, value] of JSON.parse(said) as readonly (readonly [string, string])[]) {
      const control = form.current?.elements.namedItem(name);
      const settable = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
      if (settable && control !== document.activeElement) control.value = value;
    }
  }, [form, said]);
}

function useSlashKey(form: { readonly current: HTMLFormElement | null }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.matches('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const box = form.current?.querySelector<HTMLInputElement>('input[type="search"]');
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [form]);
}

interface SearchBoxProps {
  readonly name?: string;
  readonly placeholder: string;
  readonly value?: string | null;
  readonly pending: boolean;
  readonly onInput: () => void;
}

function SearchBox({ name = 'q', placeholder, value, pending, onInput }: SearchBoxProps) {
  const Icon = pending ? LoaderCircle : Search;
  return (
    <div className="relative w-full sm:w-72">
      <Icon
        aria-hidden
        size={14}
        className={clsx('absolute top-1/2 left-2.5 -mt-[7px] text-muted', pending && 'animate-spin')}
      />
      <input
        type="search"
        name={name}
        aria-label={placeholder}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        defaultValue={value ?? ''}
        onInput={onInput}
        maxLength={200}
        className={clsx(controlFace, 'peer h-8 border-border! pr-8 pl-8')}
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 hidden size-4.5 -translate-y-1/2 place-items-center rounded border bg-sunken text-2xs text-muted peer-placeholder-shown:grid peer-focus:hidden"
      >
        /
      </kbd>
    </div>
  );
}

function FilterSelect({ filter, onChange }: { filter: Filter; onChange: () => void }) {
  const { name, label, options, value } = filter;
  return (
    <span className="relative max-w-[min(24rem,100%)]">
      <select
        name={name}
        aria-label={label}
        defaultValue={value ?? ''}
        onChange={onChange}
        className={clsx(
          controlFace,
          'h-8 w-full truncate appearance-none pr-7 font-medium',
          value ? 'border-accent-line! bg-accent-soft text-accent' : 'border-border!',
        )}
      >
        <option value="">{label}: any</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {label}: {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        size={13}
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
