'use client';
// Waits for a call, and turns green when one comes.

import { useInfiniteQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '@/features/shell/live';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { millis } from '@/ui/numbers';
import { Spinner } from '@/ui/spinner';
import { Time } from '@/ui/time';

export function FirstCall({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const live = useLive();
  const calls = useInfiniteQuery({
    ...list('/organisations/{organisation}/calls', { path: { organisation }, query: { server: server.id, limit: 50 } }),
    // Without the feed it is looked for.
    refetchInterval: live === 'live' ? false : 3000,
  });
  const [begun] = useState(() => Date.now());
  // The console's own playground is no client that was told about it; in the older era it is known by its browser.
  const all = items(calls.data).filter(({ client }) => !/^(mcphub-playground|Mozilla)\//.test(client));
  // What came while somebody waits counts; otherwise what was answered well before, and then anything.
  const call = all.find(({ at }) => Date.parse(at) > begun - 60_000) ?? all.find(({ outcome }) => outcome === 'ok') ?? all[0];
  const isGood = call?.outcome === 'ok';
  return (
    <div
      role="status" data-first-call={call ? call.outcome : 'waiting'}
      className={clsx('flex items-center gap-4 rounded-xl border px-5 py-4 transition-colors duration-500', !call ? 'border-line bg-panel' : isGood ? 'border-good-line bg-good-soft' : 'border-warn-line bg-warn-soft')}
    >
      {!call ? (
        <>
          <Spinner className="size-5 text-accent-text" />
          <div><p className="font-medium">Waiting for the first call…</p><p className="text-sm text-ink-soft">Ask your AI client for something that the tools can do. It shows here at once.</p></div>
        </>
      ) : (
        <>
          {isGood ? <CircleCheck aria-hidden className="size-6 shrink-0 text-good-text" /> : <CircleX aria-hidden className="size-6 shrink-0 text-warn-text" />}
          <div className="min-w-0">
            <p className={clsx('breaks font-medium', isGood ? 'text-good-text' : 'text-warn-text')}>{isGood ? 'It works' : 'A call came, and it failed'}: <code className="font-mono text-sm">{call.tool}</code></p>
            <p className="breaks text-sm text-ink-soft">{call.client && `${call.client} · `}{millis(call.millis)} · <Time at={call.at} />{call.error && ` · ${call.error}`}</p>
          </div>
        </>
      )}
    </div>
  );
}
