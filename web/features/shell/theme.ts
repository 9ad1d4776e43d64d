// Light, dark, or as the system has it. public/theme.js reads it before a page is painted.

import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'mcphub.theme';
const listeners = new Set<() => void>();

function chosen(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function choose(theme: Theme) {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => { listeners.delete(listener); system.removeEventListener('change', listener); };
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosen, () => 'system');
}

/** Whether it is dark now, for what is painted by hand. */
export function useIsDark(): boolean {
  const isDark = () => (chosen() === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen() === 'dark');
  return useSyncExternalStore(subscribe, isDark, () => false);
}
