'use client';
// The corner where words are shown: a small page of its own beside the page, which appears with the first word.

import { CSPProvider } from '@base-ui/react/csp-provider';
import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createRoot } from 'react-dom/client';
import type { Word } from './toast';

const manager = Base.createToastManager();
let isThere = false;

function List() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} swipeDirection={['right', 'down']} className="comes pointer-events-auto flex items-start gap-3 rounded-lg bg-raised p-3.5 shadow-high">
      {toast.type === 'bad' ? <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" /> : <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />}
      <Base.Content className="min-w-0 grow">
        <Base.Title className="font-medium" />
        <Base.Description className="breaks mt-0.5 text-sm text-ink-soft" />
      </Base.Content>
      <Base.Close aria-label="Close" className="-m-1 rounded-md p-1 text-ink-faint hover:bg-hover hover:text-ink"><X className="size-4" /></Base.Close>
    </Base.Root>
  ));
}

function Corner() {
  return (
    <CSPProvider disableStyleElements>
      <Base.Provider toastManager={manager} limit={4}>
        <Base.Portal>
          <Base.Viewport className="pointer-events-none fixed inset-x-3 bottom-3 z-70 flex flex-col-reverse gap-2 sm:left-auto sm:w-96"><List /></Base.Viewport>
        </Base.Portal>
      </Base.Provider>
    </CSPProvider>
  );
}

export function show(word: Word) {
  if (isThere) {
    manager.add(word);
    return;
  }
  isThere = true;
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(<Corner />);
  // The corner listens once it is painted.
  setTimeout(() => manager.add(word), 50);
}
