'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Drawer } from '@/app/_ui/drawer';

interface ControlDrawerProps {
  readonly title: string;
  readonly description: string;
  /** The address without the control. */
  readonly closeHref: string;
  readonly children: ReactNode;
}

/** The control that the address names, beside its list. */
export function ControlDrawer({ title, description, closeHref, children }: ControlDrawerProps) {
  const router = useRouter();
  return (
    <Drawer
      open
      size="lg"
      onClose={() => router.push(closeHref, { scroll: false })}
      title={title}
      description={description}
    >
      {children}
    </Drawer>
  );
}
