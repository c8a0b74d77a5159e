import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import type { Checklist } from './checklist';

const relationWords: Readonly<Record<string, string>> = {
  'equal-to': 'the same as',
  'equivalent-to': 'asks the same as',
  'subset-of': 'is part of',
  'superset-of': 'includes',
  'intersects-with': 'overlaps with',
};

/** What other frameworks ask that comes near to this. */
export function SameDuties({ control: { mapsTo } }: { control: Checklist['controls'][number] }) {
  if (mapsTo.length === 0) return null;
  return (
    <Section title="In other frameworks">
      <ul className="flex flex-col gap-1">
        {mapsTo.map(({ id, framework, relation, title }) => (
          <li key={id}>
            <span className="text-muted">{relationWords[relation] ?? words(relation)}</span>{' '}
            <Link href={paths.control(framework, id)} className="text-accent hover:underline">
              {title}
            </Link>{' '}
            <span className="text-xs text-muted">({words(framework)})</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
