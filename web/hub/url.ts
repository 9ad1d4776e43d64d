'use client';
// The query of the address as state: read like any other, written without loading anything.

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** One parameter; empty when it is not there. */
export function useParameter(name: string): string {
  return useSearchParams().get(name) ?? '';
}

/** Changes parameters; an empty one goes. `push` makes it a step that one can go back from. */
export function useSetParameters() {
  return useCallback((changes: Record<string, string | undefined>, how: 'replace' | 'push' = 'replace') => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    if (url.href === location.href) return;
    // Next.js takes notice of these, and so does useSearchParams.
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }, []);
}
