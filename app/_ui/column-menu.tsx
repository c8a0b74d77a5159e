import { Columns3 } from 'lucide-react';
import { Menu } from './menu';

export interface ColumnMenuProps {
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  /** Keys of the columns shown; see `chosen`. */
  readonly shown: readonly string[];
  /** The page's address with these columns; null stands for all of them. */
  readonly href: (keys: string | null) => string;
}

/** The keys that the address asks for ("name,owner"), in the table's order; all of them when it asks for none. */
export function chosen(keys: readonly string[], asked: string | null | undefined): readonly string[] {
  const wanted = new Set(asked?.split(','));
  const known = keys.filter((key) => wanted.has(key));
  return known.length > 0 ? known : keys;
}

/** Which columns a list shows; the choice is part of the address. */
export function ColumnMenu({ columns, shown, href }: ColumnMenuProps) {
  const address = (toggled: string) => {
    const keys = columns.flatMap(({ key }) => ((key === toggled) !== shown.includes(key) ? [key] : []));
    return href(keys.length === 0 || keys.length === columns.length ? null : keys.join(','));
  };
  return (
    <Menu
      label="Columns"
      icon={<Columns3 aria-hidden />}
      items={columns.map(({ key, label }) => ({ label, href: address(key), checked: shown.includes(key) }))}
    />
  );
}
