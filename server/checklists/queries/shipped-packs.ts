import { controlsOf, frameworks } from '@/policies/frameworks/catalog';
import type { Control, FrameworkId } from '@/policies/frameworks/contract';
import { digestOfFramework } from './digests';

/** A pack of controls, shipped or an organisation's own, in one revision. */
export interface Pack {
  readonly id: string;
  readonly origin: 'shipped' | 'own';
  readonly title: string;
  readonly nature: 'law' | 'framework' | 'standard';
  readonly version: string;
  readonly asOf: string;
  readonly lawStatus: string;
  readonly digest: string;
  /** null: shipped with the product. */
  readonly revision: number | null;
  readonly controls: readonly Control[];
}

export const isShipped = (id: string): id is FrameworkId => frameworks.some((known) => known.id === id);

/** The last day or month that the text of "as of" names: "2026-06 to 2026-09-21" gives 2026-09-21. */
const newestDay = (asOf: string): string => (asOf.match(/\d{4}-\d{2}(-\d{2})?/g) ?? []).sort().at(-1) ?? '';

const made = new Map<FrameworkId, Pack>();

/** A pack as this version of the product ships it: always the same, so made once. */
export function shipped(id: FrameworkId): Pack {
  const pack = made.get(id) ?? packOf(id);
  made.set(id, pack);
  return pack;
}

function packOf(id: FrameworkId): Pack {
  const known = frameworks.find((one) => one.id === id);
  const days = (known?.law ?? []).map(({ as_of: day }) => newestDay(day)).sort();
  const statuses = [...new Set((known?.law ?? []).map(({ status }) => status))];
  const asOf = days.at(-1) ?? '';
  return {
    id,
    origin: 'shipped',
    title: known?.title ?? id,
    nature: known?.nature ?? 'standard',
    version: asOf,
    asOf,
    lawStatus: statuses.join('; '),
    digest: digestOfFramework(id),
    revision: null,
    controls: controlsOf(id),
  };
}

/** All of them, in their order. */
export const shippedPacks = (): Pack[] => frameworks.map(({ id }) => shipped(id));
