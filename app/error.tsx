'use client';
import { TriangleAlert } from 'lucide-react';
import { Button } from './_ui/button';
import { EmptyState } from './_ui/empty-state';

/** What failed is in the server's log under the reference; a reader gets no stack. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="grid min-h-[60vh] place-items-center p-6">
      <EmptyState
        heading="h1"
        icon={<TriangleAlert size={20} />}
        title="This page could not be shown"
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        Nothing was changed. If it happens again, tell your administrator
        {error.digest ? (
          <>
            {' '}
            the reference <code className="font-mono text-text">{error.digest}</code>.
          </>
        ) : (
          ' when it happened.'
        )}
      </EmptyState>
    </main>
  );
}
