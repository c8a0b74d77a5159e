import { invalid } from '@/server/kernel/refusal';

type Put = (target: Record<string, unknown>, value: string) => void;

/**
 * How the columns of a CSV file make a case: `id`, `input`, `expected` and `context` are what they say, `input.NAME` is a
 * prompt variable and `metadata.NAME` an entry of the metadata. Empty optional cells are left out. Any other column,
 * and `input` beside `input.NAME`, is refused.
 */
export function caseReader(
  columns: readonly string[],
): (values: readonly string[]) => Record<string, unknown> {
  const unknown = columns.find(
    (name) => !/^(id|input|expected|context|(input|metadata)\.[^.].*)$/.test(name),
  );
  if (unknown !== undefined) {
    const known = 'id, input, expected, context, input.NAME and metadata.NAME';
    throw invalid('file', `column ${JSON.stringify(unknown)} is not part of a case; a case has ${known}`);
  }
  const missing = ['id', 'input'].find(
    (name) => !columns.some((one) => one === name || one.startsWith(`${name}.`)),
  );
  if (missing) throw invalid('file', `there is no column "${missing}"; every case needs one`);
  if (columns.includes('input') && columns.some((name) => name.startsWith('input.')))
    throw invalid('file', 'there is a column "input" and columns "input.NAME"; use one of the two');
  const puts = columns.map(putter);
  return (values) => {
    const made: Record<string, unknown> = {};
    puts.forEach((put, index) => put(made, values[index] ?? ''));
    return made;
  };
}

function putter(column: string): Put {
  const [root = '', ...rest] = column.split('.');
  const key = rest.join('.');
  if (key === '')
    return (made, value) => {
      if (value !== '' || root === 'id' || root === 'input') made[root] = value;
    };
  return (made, value) => {
    const inner = (made[root] ??= {}) as Record<string, unknown>;
    if (value !== '' || root === 'input') inner[key] = value;
  };
}
