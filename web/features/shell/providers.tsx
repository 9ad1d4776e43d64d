'use client';
// What all pages share: what was read, and who is signed in.

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { cache } from '@/hub/query';
import { begin, useStanding } from '@/hub/session';

export function Providers({ children }: { children: ReactNode }) {
  return (
    // Components may put no styles into the page: the policy forbids it.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={cache}>
        <Session />
        {children}
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** Finds out who this is, and forgets what was read when they go. */
function Session() {
  const standing = useStanding();
  useEffect(() => { void begin(); }, []);
  // Only what was read as somebody: a page for those who are outside is reading already when it turns out that nobody is signed in.
  const wasIn = useRef(false);
  useEffect(() => {
    if (standing === 'signed-out' && wasIn.current) cache.clear();
    if (standing === 'signed-in' || standing === 'signed-out') wasIn.current = standing === 'signed-in';
  }, [standing]);
  return null;
}
