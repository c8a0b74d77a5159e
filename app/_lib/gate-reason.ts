import { words } from '../_ui/status-chip';

interface Reason {
  readonly message: string;
  readonly name?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** The sentence of a gate's reason without the ids that end it: "GDPR: 11 blocking controls are open". */
export function withoutIds({ message, name, ids }: Reason): string {
  const [counted = message] = ids?.[0] === undefined ? [message] : message.split(`: ${ids[0]}`);
  return name === undefined ? counted : counted.replace(`Framework "${name}"`, words(name));
}
