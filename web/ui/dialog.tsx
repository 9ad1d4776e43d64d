'use client';
// Dialogs in the middle, sheets at the side, and the question before something is destroyed.

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';

export interface DialogProps {
  title: ReactNode;
  words?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at its end. */
  footer?: ReactNode;
  className?: string;
}

export interface ConfirmProps {
  title: string;
  /** What happens, and whether it can be undone. */
  words: ReactNode;
  /** What the button says: `Delete server`. */
  action: string;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown> | void;
  /** Has to be typed first, where much is lost. */
  typed?: string;
}

const DialogLayer = dynamic(() => import('./dialog-layer').then((layers) => layers.DialogLayer), { ssr: false });
const SheetLayer = dynamic(() => import('./dialog-layer').then((layers) => layers.SheetLayer), { ssr: false });
const DrawerLayer = dynamic(() => import('./dialog-layer').then((layers) => layers.DrawerLayer), { ssr: false });
const ConfirmLayer = dynamic(() => import('./dialog-layer').then((layers) => layers.ConfirmLayer), { ssr: false });

/** Whether it has been open: from then on it is there, so that it can also go quietly. */
function useWanted(isOpen: boolean): boolean {
  const [isWanted, want] = useState(isOpen);
  if (isOpen && !isWanted) want(true);
  return isWanted;
}

/** What it said last stays while it goes. */
function useLast<Props extends { isOpen: boolean }>(props: Props): Props {
  const [last, keep] = useState(props);
  if (props.isOpen && props !== last) keep(props);
  return props.isOpen ? props : { ...last, isOpen: false };
}

export function Dialog(props: DialogProps) {
  const shown = useLast(props);
  return useWanted(props.isOpen) ? <DialogLayer {...shown} /> : null;
}

/** The whole of something, beside the list that it is in. */
export function Sheet(props: DialogProps) {
  const shown = useLast(props);
  return useWanted(props.isOpen) ? <SheetLayer {...shown} /> : null;
}

export interface DrawerProps {
  label: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Something from the side, without a head of its own. */
export function Drawer(props: DrawerProps) {
  return useWanted(props.isOpen) ? <DrawerLayer {...props} /> : null;
}

export function Confirm(props: ConfirmProps) {
  const shown = useLast(props);
  return useWanted(props.isOpen) ? <ConfirmLayer {...shown} /> : null;
}
