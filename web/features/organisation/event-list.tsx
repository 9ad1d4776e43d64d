'use client';
// Events as they come, the newest first.

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { Json } from '@/ui/code';
import { Clock, Time } from '@/ui/time';
import { kindInWords } from './happened';
import { useNames } from './names';

type Event = Model<'Event'>;

interface EventListProps {
  events: UseInfiniteQueryResult<InfiniteData<{ items: Event[]; next?: string | null }>>;
  empty: ReactNode;
}

export function EventList({ events, empty }: EventListProps) {
  const { whoIs } = useNames();
  const [open, setOpen] = useState<number>();
  const rows = [...new Map((events.data?.pages ?? []).flatMap(({ items }) => items).map((event) => [event.number, event])).values()];
  if (rows.length === 0) return empty;
  return (
    <>
      <ol aria-label="Events">
        {rows.map((event) => (
          <li key={event.number} className="border-b border-line last:border-0">
            <button type="button" aria-expanded={open === event.number} onClick={() => setOpen(open === event.number ? undefined : event.number)} className="flex w-full items-baseline gap-4 px-4 py-2.5 text-left hover:bg-hover sm:px-5">
              <span className="breaks min-w-0 grow"><span className="font-medium">{kindInWords(event.kind)}</span>{summary(event) && <span className="text-ink-soft"> · {summary(event)}</span>}</span>
              <span className="breaks shrink-0 text-sm text-ink-faint max-sm:hidden">{whoIs(event.actor).name}</span>
              <Time at={event.at} className="tabular w-20 shrink-0 text-right text-sm text-ink-soft" />
            </button>
            {open === event.number && <div className="flex flex-col gap-2 px-4 pb-4 sm:px-5"><p className="text-sm text-ink-faint">Event {event.number}, <Clock at={event.at} />, by {whoIs(event.actor).name}</p><Json value={event.data} label="What is known of it" /></div>}
          </li>
        ))}
      </ol>
      {events.hasNextPage && <div className="flex justify-center border-t border-line p-3"><Button size="small" busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>Show more</Button></div>}
    </>
  );
}

/** What an event says of itself in a few words. */
function summary({ data }: Event): string {
  const { number, state, message, error, breaking, name } = data as Record<string, unknown>;
  const parts = [
    typeof number === 'number' && `revision ${number}`, typeof state === 'string' && state, typeof message === 'string' && message, typeof error === 'string' && error,
    typeof breaking === 'number' && breaking > 0 && `${breaking} breaking`, typeof name === 'string' && name,
  ];
  return parts.filter(Boolean).join(', ').slice(0, 200);
}
