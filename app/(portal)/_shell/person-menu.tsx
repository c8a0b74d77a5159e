'use client';
import { Popover } from '@base-ui/react/popover';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { Avatar } from '@/app/_ui/avatar';
import { popupFace } from '@/app/_ui/menu';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** In words: "Compliance officer". */
  readonly roles: readonly string[];
}

export interface PersonMenuProps {
  readonly person: Person;
  /** A form whose button signs out. */
  readonly signOut: ReactNode;
  readonly children?: ReactNode;
}

export function PersonMenu({ person, signOut, children }: PersonMenuProps) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`Account of ${person.name}`}
        className="grid size-8 place-items-center rounded-full hover:bg-hover data-popup-open:bg-hover"
      >
        <span aria-hidden>
          <Avatar name={person.name} size="md" />
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} collisionPadding={8} className="z-50">
          <Popover.Popup aria-label="Account" className={clsx(popupFace, 'w-64')}>
            <div className="flex flex-col gap-0.5 border-b px-3 py-2.5">
              <p className="truncate font-medium">{person.name}</p>
              <p className="truncate text-xs text-muted">{person.email}</p>
              <p className="text-xs text-pretty text-muted">{person.roles.join(', ') || 'No role yet'}</p>
            </div>
            <div className="flex flex-col gap-1 p-2">
              {children}
              {signOut}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
