import { TextInput, type TextInputProps } from '@/app/_ui/text-input';

/** Where somebody chooses a password of their own. */
export function NewPassword({ label = 'Password', error }: Pick<Partial<TextInputProps>, 'label' | 'error'>) {
  return (
    <TextInput
      label={label}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={12}
      maxLength={128}
      hint="At least 12 characters. A few words in a row are easy to remember and hard to guess."
      error={error}
    />
  );
}
