'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Drawer } from '@/app/_ui/drawer';

/** One event beside the list; the address says which, so that it can be passed on. */
export function EventDrawer({ title, back, children }: { title: string; back: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <Drawer open onClose={() => router.push(back, { scroll: false })} title={title} size="lg">
      {children}
    </Drawer>
  );
}
