'use client';
// What the address says to those who are not signed in, read without keeping the page from being painted first. The token of a link is
// taken out of the address at once, so that it stays in no history and on no screenshot.

import { useEffect, useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** A parameter of the address as the page was opened; empty until the page is alive. */
export function useGiven(name: string): string {
  return useSyncExternalStore(never, () => new URLSearchParams(location.search).get(name) ?? '', () => '');
}

let taken: { path: string; token: string } | undefined;

function token(): string {
  const given = new URLSearchParams(location.search).get('token');
  if (given) return given;
  return taken?.path === location.pathname ? taken.token : '';
}

/** Nothing while it is not known yet. */
export function useLinkToken(): string | undefined {
  const found = useSyncExternalStore(never, token, () => undefined);
  useEffect(() => {
    if (!found || !location.search) return;
    taken = { path: location.pathname, token: found };
    history.replaceState(null, '', location.pathname);
  }, [found]);
  return found;
}
