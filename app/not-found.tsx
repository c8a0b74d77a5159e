import { Compass } from 'lucide-react';
import { EmptyState } from './_ui/empty-state';
import { LinkButton } from './_ui/link-button';

export default function NotFound() {
  return (
    <main className="grid min-h-[60vh] place-items-center p-6">
      <EmptyState
        heading="h1"
        icon={<Compass size={20} />}
        title="There is nothing at this address"
        action={
          <LinkButton href="/" variant="primary">
            Go to the overview
          </LinkButton>
        }
      >
        It may have been removed, or it belongs to an organisation or a system you cannot read.
      </EmptyState>
    </main>
  );
}
