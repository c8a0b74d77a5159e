import { Lock, Tag } from 'lucide-react';
import { Chip } from '@/app/_ui/chip';

interface Named {
  readonly label: string;
  readonly isProtected: boolean;
}

export const LabelChips = ({ labels }: { labels: readonly Named[] }) => (
  <span className="inline-flex flex-wrap gap-1">
    {labels.map(({ label, isProtected }) => (
      <Chip
        key={label}
        tone={isProtected ? 'accent' : 'neutral'}
        icon={isProtected ? <Lock /> : <Tag />}
        title={isProtected ? 'Protected: moves only with a release' : undefined}
      >
        {label}
      </Chip>
    ))}
  </span>
);
