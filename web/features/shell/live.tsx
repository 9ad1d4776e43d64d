'use client';
// Follows what happens in the organisation, for all pages, and says whether it does.

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, useContext, useEffect, useState } from 'react';
import { take, takeAnew } from '@/hub/live/cache';
import { LiveSocket, type LiveState } from '@/hub/live/socket';
import { Tooltip } from '@/ui/tooltip';
import { Status } from '@/ui/badge';
import { useOrganisation } from './organisation';

const Context = createContext<LiveState>('off');

export function LiveProvider({ children }: { children: ReactNode }) {
  const { slug, may } = useOrganisation();
  const cache = useQueryClient();
  const [state, setState] = useState<LiveState>('off');
  const mayFollow = may('servers:read');
  useEffect(() => {
    if (!mayFollow) return undefined;
    const socket = new LiveSocket(slug, { item: (item) => take(cache, item), anew: () => takeAnew(cache), state: setState });
    socket.begin();
    return () => socket.end();
  }, [slug, mayFollow, cache]);
  return <Context value={state}>{children}</Context>;
}

export function useLive(): LiveState {
  return useContext(Context);
}

const WORDS: Record<LiveState, string> = {
  off: 'Your role does not let you follow what happens here',
  waiting: 'What happens is not followed at the moment; it is tried again',
  live: 'What happens here is shown as it happens',
};

export function LiveStatus() {
  const state = useLive();
  return (
    <Tooltip words={WORDS[state]} side="right">
      <span tabIndex={0} className="rounded-sm text-xs text-ink-faint" data-live={state}>
        <Status tone={state === 'live' ? 'good' : state === 'waiting' ? 'warn' : 'plain'} isChanging={state === 'waiting'}>{state === 'live' ? 'Live' : state === 'waiting' ? 'Connecting' : 'Not live'}</Status>
      </span>
    </Tooltip>
  );
}
