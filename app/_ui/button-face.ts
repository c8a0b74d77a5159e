import clsx from 'clsx';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'ghost';
export type ButtonSize = 'sm' | 'md';

const base =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap ' +
  'transition-colors duration-100 [&_svg]:size-3.5 [&_svg]:shrink-0';

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent-solid text-on-solid shadow-card hover:bg-accent-strong',
  secondary: 'border-border bg-raised text-text shadow-card hover:bg-hover',
  danger: 'border-transparent bg-negative-solid text-on-solid shadow-card hover:bg-negative-strong',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
};

const sizes: Record<ButtonSize, string> = { sm: 'h-7 px-2.5 text-xs', md: 'h-8 px-3 text-sm' };

const unavailable = 'cursor-not-allowed border-border bg-sunken text-faint shadow-none';

export interface ButtonFace {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly square?: boolean;
  readonly unavailable?: boolean;
}

/** The look of everything that is pressed; buttons, links and triggers share it. */
export const buttonFace = ({
  variant = 'secondary',
  size = 'md',
  square,
  unavailable: off,
}: ButtonFace): string =>
  clsx(
    base,
    off ? unavailable : variants[variant],
    square ? (size === 'sm' ? 'size-7' : 'size-8') : sizes[size],
  );
