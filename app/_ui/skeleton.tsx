/** Stands in for a list or a page while it loads; for `loading.tsx`. */
export function Skeleton({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex animate-pulse flex-col gap-3 p-4 sm:p-6">
      <div aria-hidden className="h-6 w-56 rounded-md bg-border" />
      {Array.from({ length: lines }, (_, index) => (
        <div aria-hidden key={index} className="h-9 rounded-md bg-sunken" />
      ))}
    </div>
  );
}
