import type { Values } from '@/app/_lib/form';

/** The rows that were chosen; each control's name begins with the number of its row. */
export function rowsOf(values: Values) {
  const rows = [values['rows'] ?? []].flat();
  return {
    items: rows.map((row) => {
      const of = (name: string) => values[`${row}.${name}`];
      const prefix = `${row}.record.`;
      const record = Object.entries(values).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      );
      const as = of('as');
      return {
        type: of('type'),
        title: of('title'),
        binding: { kind: of('bindingKind'), id: of('bindingId') },
        content:
          as === 'file'
            ? { as, file: of('file') }
            : as === 'link'
              ? { as, url: of('url') }
              : as === 'record'
                ? { as, record: Object.fromEntries(record) as Record<string, unknown> }
                : { as, statement: of('statement') },
      };
    }),
  };
}
