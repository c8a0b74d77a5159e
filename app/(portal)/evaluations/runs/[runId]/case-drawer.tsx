'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Drawer } from '@/app/_ui/drawer';

interface CaseDrawerProps {
  readonly title: string;
  /** The address of the list without the case. */
  readonly back: string;
  readonly children: ReactNode;
}

/** Open while the address names a case; closing goes back to the list. */
export function CaseDrawer({ title, back, children }: CaseDrawerProps) {
  const router = useRouter();
  return (
    <Drawer open onClose={() => router.push(back, { scroll: false })} title={title} size="lg">
      {children}
    </Drawer>
  );
}
