// Whether the help on keys is open, and whether single keys do anything: whoever speaks to their computer may not want them.

import { useSyncExternalStore } from 'react';

const KEY = 'mcphub.keys';
const listeners = new Set<() => void>();
let isOpen = false;

function tell() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

export function openKeys(open: boolean) {
  isOpen = open;
  tell();
}

export function useKeysHelp(): boolean {
  return useSyncExternalStore(subscribe, () => isOpen, () => false);
}

export function hasKeys(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}

export function setKeys(isOn: boolean) {
  if (isOn) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
  tell();
}

export function useKeys(): boolean {
  return useSyncExternalStore(subscribe, hasKeys, () => true);
}
