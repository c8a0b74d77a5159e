import clsx from 'clsx';

const tints = [
  'bg-accent-soft text-accent',
  'bg-positive-soft text-positive',
  'bg-warning-soft text-warning',
  'bg-negative-soft text-negative',
  'bg-info-soft text-info',
] as const;

const initialsOf = (name: string): string => {
  const parts = name
    .trim()
    .split(/[\s.@]+/)
    .filter(Boolean);
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return `${[...(parts[0] ?? '?')][0] ?? '?'}${last ? ([...last][0] ?? '') : ''}`.toUpperCase();
};

const tintOf = (name: string): string | undefined =>
  tints[[...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % tints.length];

export interface AvatarProps {
  readonly name: string;
  readonly size?: 'sm' | 'md';
  /** The name stands beside it. */
  readonly named?: boolean;
}

export function Avatar({ name, size = 'sm', named }: AvatarProps) {
  const mark = (
    <span
      aria-hidden={named}
      role={named ? undefined : 'img'}
      aria-label={named ? undefined : name}
      title={named ? undefined : name}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-full font-semibold select-none',
        size === 'sm' ? 'size-5 text-[0.5625rem]' : 'size-7 text-2xs',
        tintOf(name),
      )}
    >
      {initialsOf(name)}
    </span>
  );
  if (!named) return mark;
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-top">
      {mark}
      <span className="truncate">{name}</span>
    </span>
  );
}
