'use client';
// What dialogs, sheets and questions look like. Loaded when the first of them opens.

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from './button';
import type { ConfirmProps, DialogProps, DrawerProps } from './dialog';
import { TextField } from './field';

const VEIL = 'fades fixed inset-0 z-40 bg-veil';

function Head({ title, words, onClose }: Pick<DialogProps, 'title' | 'words' | 'onClose'>) {
  return (
    <div className="flex items-start gap-3 border-b border-line px-5 py-4">
      <div className="min-w-0 grow">
        <Base.Title className="breaks text-md font-semibold">{title}</Base.Title>
        {words && <Base.Description className="mt-0.5 text-sm text-ink-soft">{words}</Base.Description>}
      </div>
      <IconButton label="Close" size="small" onClick={onClose}><X className="size-4" /></IconButton>
    </div>
  );
}

export function DialogLayer({ title, words, isOpen, onClose, children, footer, className }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup className={clsx('comes fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col overflow-hidden rounded-xl bg-raised shadow-high', className ?? 'max-w-lg')}>
          <Head title={title} words={words} onClose={onClose} />
          <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function SheetLayer({ title, words, isOpen, onClose, children, footer, className }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup className={clsx('comes-from-side fixed inset-y-0 right-0 z-50 flex w-full flex-col bg-raised shadow-high', className ?? 'max-w-2xl')}>
          <Head title={title} words={words} onClose={onClose} />
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function DrawerLayer({ label, isOpen, onClose, children }: DrawerProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose(); }}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup aria-label={label} className="comes-from-side fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] bg-sunken shadow-high [--from:-100%]">{children}</Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function ConfirmLayer({ title, words, action, isOpen, onClose, onConfirm, typed }: ConfirmProps) {
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch {
      // Whoever does it says what went wrong; the question stays.
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => { if (!open) onClose(); }} onOpenChangeComplete={() => setText('')}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={VEIL} />
        <AlertDialog.Popup className="comes fixed inset-x-3 top-[18vh] z-50 mx-auto max-w-md overflow-hidden rounded-xl bg-raised shadow-high">
          <div className="flex flex-col gap-3 px-5 py-4">
            <AlertDialog.Title className="text-md font-semibold">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="text-ink-soft">{words}</AlertDialog.Description>
            {typed && <TextField label={<>Type <strong className="font-mono">{typed}</strong> to go on</>} value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" mono />}
          </div>
          <div className="flex justify-end gap-2 border-t border-line bg-sunken px-5 py-3">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="danger" busy={isBusy} disabled={Boolean(typed) && text !== typed && `Type ${typed} first`} onClick={() => void confirm()}>{action}</Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
