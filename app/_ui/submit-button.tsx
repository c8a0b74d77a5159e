'use client';
import { LoaderCircle } from 'lucide-react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from './button';

export interface SubmitButtonProps extends Omit<ButtonProps, 'type'> {
  /** Said while the server works: "Signing…". */
  readonly pendingText?: string;
}

/** Submits the form around it; a second press does nothing while the first is on its way. */
export function SubmitButton({
  variant = 'primary',
  pendingText,
  icon,
  children,
  onClick,
  ...rest
}: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      icon={pending ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
    >
      {pending && pendingText ? pendingText : children}
    </Button>
  );
}
