'use client';
import { Toast as Base } from '@base-ui/react/toast';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { textTone, type Tone } from './tone';

const icons = { positive: CircleCheck, negative: CircleAlert, info: Info } as const;
type ToastTone = keyof typeof icons;

/** Wraps the portal once; below it `useToast()` and `<ToastWhen>` work. */
export function ToastRegion({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={6000}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-70 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2 outline-none">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => {
    const tone = (toast.type ?? 'info') as ToastTone;
    const Icon = icons[tone] ?? Info;
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="rounded-lg bg-raised shadow-pop transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
      >
        <Base.Content className="flex items-start gap-2.5 px-3.5 py-3">
          <Icon aria-hidden size={15} className={clsx('mt-0.5 shrink-0', textTone[tone as Tone])} />
          <div className="min-w-0 flex-1">
            <Base.Title className="text-sm font-medium" />
            <Base.Description className="text-sm text-pretty text-muted" />
          </div>
          <Base.Close
            aria-label="Dismiss"
            className="-m-1 rounded-md p-1 text-muted hover:bg-hover hover:text-text"
          >
            <X aria-hidden size={14} />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
}

export interface ToastMessage {
  readonly title: string;
  readonly description?: ReactNode;
  readonly tone?: ToastTone;
}

/** Says that something was done. What the reader must act on belongs on the page, not here. */
export function useToast(): (message: ToastMessage) => void {
  const { add } = Base.useToastManager();
  return ({ title, description, tone = 'positive' }) => {
    add({ title, description, type: tone, priority: tone === 'negative' ? 'high' : 'low' });
  };
}

/** Put it into a form: `<ToastWhen done={state.done} title="Release signed" />` speaks after each success. */
export function ToastWhen({ done, ...message }: ToastMessage & { readonly done: unknown }) {
  const toast = useToast();
  const said = useRef(done);
  useEffect(() => {
    if (!done || said.current === done) return;
    said.current = done;
    toast(message);
  });
  return null;
}
