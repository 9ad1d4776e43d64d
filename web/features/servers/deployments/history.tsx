'use client';
// What has happened to a server's deployment, the newest first.

import { useInfiniteQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { list } from '@/hub/query';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/page';
import { SkeletonRows, Trouble } from '@/ui/states';
import { Time } from '@/ui/time';
import { whereInWords, whereOf } from '../targets';

const DOTS: Record<string, string> = { running: 'bg-good', failed: 'bg-bad', degraded: 'bg-warn', wanted: 'bg-accent' };

function words({ kind, data }: Model<'Event'>, numberOf: (id: unknown) => string): string {
  const { message, canary } = data as { message?: string; canary?: { version: string; percent: number } | null };
  const what = kind.replace('deployment.', '');
  const why = message ? `: ${message}` : '';
  if (what === 'wanted') {
    const where = whereOf(data);
    const there = where ? whereInWords(where) : '';
    if (!canary) return `version ${numberOf(data.version)} was deployed${there && ` ${there}`}`;
    return `version ${numberOf(canary.version)} was given to ${canary.percent} % of callers, version ${numberOf(data.version)} to the others${there && `, ${where?.target === 'embedded' ? 'both' : 'each'} ${there}`}`;
  }
  return ({ unwanted: 'it was told to stop', running: `it runs${why}`, failed: `it does not run${why}`, degraded: `a part of it does not run${why}`, starting: `it is started${why}`, stopping: 'it is being stopped', stopped: 'it is stopped', pending: 'it waits to be started' } as Record<string, string>)[what] ?? kind;
}

export function History({ server, versions }: { server: Model<'Server'>; versions: readonly Model<'ServerVersion'>[] }) {
  const { slug: organisation } = useOrganisation();
  const events = useInfiniteQuery(list('/organisations/{organisation}/events', { path: { organisation }, query: { subject: server.id, kind: 'deployment.', limit: 30 } }));
  const rows = (events.data?.pages ?? []).flatMap(({ items }) => items);
  const numberOf = (id: unknown) => String(versions.find((version) => version.id === id)?.number ?? '–');
  return (
    <Panel title="What happened" isFlush>
      {events.error ? <Trouble error={events.error} onRetry={() => void events.refetch()} /> : events.isPending ? <SkeletonRows rows={4} /> : (
        <ol aria-label="What happened" className="max-h-96 overflow-y-auto">
          {rows.map((event) => (
            <li key={event.number} className="flex items-baseline gap-3 border-b border-line px-4 py-2.5 last:border-0 sm:px-5">
              <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${DOTS[event.kind.replace('deployment.', '')] ?? 'bg-line-control'}`} />
              <span className="breaks min-w-0 grow text-ink-soft">{sentence(words(event, numberOf))}</span>
              <Time at={event.at} className="shrink-0 text-sm text-ink-faint" />
            </li>
          ))}
          {events.hasNextPage && <li className="flex justify-center p-3"><Button size="small" busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>Show more</Button></li>}
        </ol>
      )}
    </Panel>
  );
}
