'use client';
// The fifth step: one of the tools is called, with the exact request and answer.

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useMemo, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { picked } from '@/features/tools/picks';
import { Trial } from '@/features/tools/trial';
import type { Model } from '@/hub/client';
import { whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { SearchField } from '@/ui/field';
import { Skeleton, Trouble } from '@/ui/states';
import { VirtualList } from '@/ui/virtual';
import { Step } from './step';
import type { StepGiven } from './wizard';

/** Something that changes nothing and asks for little. */
function harmless(tools: readonly Model<'ToolSummary'>[]): Model<'ToolSummary'> | undefined {
  const reading = tools.filter(({ is_read_only: is }) => is);
  return reading.find(({ name, operation }) => /list|search|all/.test(name) && !operation.includes('{')) ?? reading.find(({ operation }) => !operation.includes('{')) ?? reading[0] ?? tools[0];
}

export function TryStep({ api, server, at }: StepGiven) {
  const { slug: organisation } = useOrganisation();
  const all = useQuery(whole('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools', { path: { organisation, api: api.id, revision: 'current' } }));
  const named = useParameter('tool');
  const set = useSetParameters();
  const [search, setSearch] = useState('');
  const [isDone, setDone] = useState(false);
  const picks = server?.design.sources?.find((source) => source.api === api.id)?.curation?.picks;
  const tools = useMemo(() => {
    const chosen = picked(all.data ?? [], picks ?? []);
    return (all.data ?? []).filter(({ name }) => chosen.has(name));
  }, [all.data, picks]);
  const shown = tools.filter(({ name, operation }) => `${name} ${operation}`.toLowerCase().includes(search.toLowerCase()));
  const tool = tools.find(({ name }) => name === named) ?? harmless(tools);
  const next = server ? at('deploy') : at('tools');
  return (
    <Step
      title="Try a tool" words="It is called as an agent would call it, before anybody can. You see what is sent and what comes back." back={at('tools')}
      next={{ label: 'Go on', href: next }} {...(isDone ? {} : { skip: { label: 'Skip this', href: next } })}
    >
      {all.error ? <Trouble error={all.error} onRetry={() => void all.refetch()} /> : !all.data || !tool ? <Skeleton className="h-96 w-full" /> : (
        <div className="grid gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-2">
            <SearchField label="Find a tool" value={search} onChange={(event) => setSearch(event.target.value)} />
            <VirtualList
              label="Tools" rows={shown} keyOf={({ name }) => name} height={34} className="max-h-48 overflow-y-auto rounded-lg border border-line bg-panel md:max-h-[32rem]"
              row={(one) => (
                <button type="button" title={`${one.name}: ${one.operation}`} aria-pressed={one.name === tool.name} onClick={() => set({ tool: one.name })} className={clsx('flex w-full items-center px-3 py-1.5 text-left font-mono text-sm', one.name === tool.name ? 'bg-accent-soft text-accent-text' : 'text-ink-soft hover:bg-hover')}>
                  <span className="truncate">{one.name}</span>
                </button>
              )}
            />
          </div>
          <Trial api={api.id} summary={tool} onSuccess={() => setDone(true)} />
        </div>
      )}
    </Step>
  );
}
