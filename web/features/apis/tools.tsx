'use client';
// The tools of an API, each to be read and tried.

import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { useMemo } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { ToolHints } from '@/features/tools/picker';
import { Trial } from '@/features/tools/trial';
import type { Model } from '@/hub/client';
import { whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Sheet } from '@/ui/dialog';
import { SearchField } from '@/ui/field';
import { count, whole as number } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { VirtualList } from '@/ui/virtual';

export function ApiTools({ api }: { api: Model<'Api'> }) {
  const { slug: organisation } = useOrganisation();
  const search = useParameter('search');
  const open = useParameter('tool');
  const set = useSetParameters();
  const tools = useQuery({ ...whole('/organisations/{organisation}/apis/{api}/revisions/{revision}/tools', { path: { organisation, api: api.slug, revision: 'current' } }), enabled: Boolean(api.current_revision) });
  const shown = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return (tools.data ?? []).filter((tool) => words.every((word) => `${tool.name} ${tool.operation} ${tool.description} ${tool.tags.join(' ')}`.toLowerCase().includes(word)));
  }, [tools.data, search]);
  if (!api.current_revision) return <Panel isFlush><Empty icon={<Wrench />} title="No tools yet" words="They are made of the current revision, and there is none." /></Panel>;
  if (tools.error) return <Trouble error={tools.error} onRetry={() => void tools.refetch()} />;
  const tool = tools.data?.find(({ name }) => name === open);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <SearchField label="Find tools" defaultValue={search} onChange={(event) => set({ search: event.target.value })} className="max-w-sm grow" />
        {tools.data && <span className="tabular text-sm text-ink-faint">{search ? `${number(shown.length)} of ${count(tools.data.length, 'tool')}` : count(tools.data.length, 'tool')}</span>}
      </div>
      <Panel isFlush>
        {tools.isPending ? <SkeletonRows rows={8} /> : shown.length === 0 ? <NothingFound what="tool" onReset={() => set({ search: '' })} /> : (
          <VirtualList
            label="Tools" rows={shown} keyOf={({ name }) => name} height={62} className="max-h-[70vh] overflow-y-auto"
            row={(one) => (
              <button type="button" onClick={() => set({ tool: one.name }, 'push')} className="flex w-full items-start gap-4 border-b border-line px-4 py-2.5 text-left hover:bg-hover sm:px-5">
                <span className="min-w-0 grow">
                  <span className="flex flex-wrap items-center gap-2"><span className="breaks font-mono text-sm font-medium">{one.name}</span><ToolHints readOnly={one.is_read_only} destructive={one.is_destructive} isDeprecated={one.is_deprecated} /></span>
                  <span className="block truncate text-sm text-ink-soft">{one.description || one.operation}</span>
                </span>
                <span className="tabular shrink-0 text-sm text-ink-faint" title="Tokens that an agent reads to know the tool, estimated">{number(one.tokens)}</span>
              </button>
            )}
          />
        )}
      </Panel>
      <Sheet title={tool?.title || (tool?.name ?? 'Tool')} words={tool?.operation} isOpen={open !== ''} onClose={() => set({ tool: '' })} className="max-w-3xl">
        {tool ? <Trial api={api.slug} summary={tool} /> : <SkeletonRows rows={3} />}
      </Sheet>
    </>
  );
}
