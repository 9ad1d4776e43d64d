'use client';
// What a server has to say, as it says it: found by words and by how much it matters, each line with all that belongs to it.

import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight, Pause, Play, ScrollText } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useLive } from '@/features/shell/live';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Badge, Tag, type Tone } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Json } from '@/ui/code';
import { SearchField } from '@/ui/field';
import { Link } from '@/ui/link';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { Clock, Time } from '@/ui/time';
import { VirtualList } from '@/ui/virtual';

type Line = Model<'LogLine'>;
type Level = '' | 'error' | 'warn' | 'info' | 'debug';

const TONES: Record<string, Tone> = { error: 'bad', warn: 'warn', info: 'accent' };
const LEVELS: { value: Level; label: string }[] = [{ value: '', label: 'Every level' }, { value: 'error', label: 'Errors' }, { value: 'warn', label: 'Warnings' }, { value: 'info', label: 'Notes' }, { value: 'debug', label: 'Details' }];

export function Logs({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const live = useLive();
  const set = useSetParameters();
  const level = useParameter('level') as Level;
  const search = useParameter('search');
  const open = useParameter('line');
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  // Whoever stops following sees what there was until then.
  const [until, stop] = useState<number>();
  const lines = useInfiniteQuery({
    // By its identifier, as the feed names it.
    ...list('/organisations/{organisation}/servers/{server}/logs', { path: { organisation, server: server.id }, query: { limit: 100, ...(level ? { level } : {}), ...(wanted ? { search: wanted } : {}) } }),
    // Without the feed it is looked for.
    refetchInterval: live === 'live' ? false : 5000,
  });
  const all = items(lines.data);
  const rows = until === undefined ? all : all.filter(({ at }) => Date.parse(at) <= until);
  const reset = () => { type(''); set({ search: '', level: '' }); };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField label="Find in messages" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="grow basis-56 sm:max-w-sm" />
        <FilterSelect<Level> label="Level" value={level} onChange={(next) => set({ level: next })} options={LEVELS} />
        <span className="ml-auto flex items-center gap-3">
          {until !== undefined && all.length > rows.length && <span className="tabular text-sm text-accent-text" role="status">{count(all.length - rows.length, 'new line')}</span>}
          {until === undefined
            ? <Button icon={<Pause className="size-3.5" />} onClick={() => stop(Date.now())}>Stop following</Button>
            : <Button look="primary" icon={<Play className="size-3.5" />} onClick={() => stop(undefined)}>Follow</Button>}
        </span>
      </div>
      <Panel isFlush>
        {lines.error ? <Trouble error={lines.error} onRetry={() => void lines.refetch()} />
          : lines.isPending ? <SkeletonRows rows={8} />
            : rows.length > 0 ? (
              <>
                <VirtualList
                  label="Log" rows={rows} keyOf={({ id }) => id} height={41} className="max-h-[70vh] min-h-40 overflow-y-auto"
                  row={(line) => <Row line={line} server={server} isOpen={line.id === open} onToggle={() => set({ line: line.id === open ? '' : line.id })} />}
                />
                {lines.hasNextPage && <div className="flex justify-center border-t border-line p-3"><Button size="small" busy={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>Show older ones</Button></div>}
              </>
            )
              : search || level ? <NothingFound what="line" onReset={reset} />
                : <Empty icon={<ScrollText />} title="Nothing to say yet" words="How its deployment does, calls that were not answered well, and what its own processes say show here as they come." />}
      </Panel>
    </>
  );
}

function Row({ line, server, isOpen, onToggle }: { line: Line; server: Model<'Server'>; isOpen: boolean; onToggle: () => void }) {
  const { slug: organisation } = useOrganisation();
  const [first, ...rest] = line.message.split('\n');
  const call = typeof line.fields.call === 'string' ? line.fields.call : undefined;
  return (
    <div className="border-b border-line">
      <button type="button" aria-expanded={isOpen} onClick={onToggle} className="flex w-full items-center gap-3 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight aria-hidden className={isOpen ? 'size-3.5 shrink-0 rotate-90 text-ink-faint' : 'size-3.5 shrink-0 text-ink-faint'} />
        <span className="w-16 shrink-0 font-mono text-xs text-ink-faint"><Clock at={line.at} /></span>
        <Badge tone={TONES[line.level] ?? 'plain'} className="w-12 shrink-0 justify-center">{line.level}</Badge>
        <span className="w-21 shrink-0 text-sm text-ink-faint max-md:hidden">{line.source}</span>
        <span className="min-w-0 grow truncate">{first}{rest.length > 0 && <span className="text-ink-faint"> …</span>}</span>
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 border-t border-line bg-sunken px-4 py-3">
          <p className="breaks font-mono text-xs leading-5 whitespace-pre-wrap">{line.message}</p>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-faint"><Time at={line.at} /><span>said by the {line.source}</span><Tag>{line.id}</Tag>{call && <Link href={to.server(organisation, server.slug, 'calls', { call })} className="font-medium text-accent-text hover:underline">See the call</Link>}</p>
          {Object.keys(line.fields).length > 0 && <Json title="fields" value={line.fields} />}
        </div>
      )}
    </div>
  );
}
