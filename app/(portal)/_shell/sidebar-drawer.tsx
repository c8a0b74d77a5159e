'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Menu } from 'lucide-react';
import { useState } from 'react';
import { buttonFace } from '@/app/_ui/button-face';
import type { NavGroup } from './nav';
import { Sidebar } from './sidebar';

/** The sidebar on windows narrower than 1024 px. */
export function SidebarDrawer({ nav }: { nav: readonly NavGroup[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label="Open navigation" className={buttonFace({ variant: 'ghost', square: true })}>
        <Menu aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col border-r bg-surface shadow-pop transition-transform duration-200 ease-out outline-none data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <Sidebar nav={nav} onNavigate={() => setOpen(false)} />
          <Dialog.Close className="sr-only">Close navigation</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
