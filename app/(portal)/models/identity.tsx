import { Chip } from '@/app/_ui/chip';
import { Digest } from '@/app/_ui/digest';

interface IdentityProps {
  readonly digest: string | null;
  readonly identityDigest: string;
  readonly warning: string | null;
}

/** The digest of a model version; where none exists, what stands in for it and that it does. */
export const Identity = ({ digest, identityDigest, warning }: IdentityProps) => (
  <span className="relative inline-flex flex-wrap items-center gap-2">
    {digest === null && (
      <Chip tone="warning" title={warning ?? undefined}>
        Provider-asserted
      </Chip>
    )}
    <Digest value={digest ?? identityDigest} />
  </span>
);
