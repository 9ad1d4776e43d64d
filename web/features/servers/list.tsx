'use client';
// The servers of an organisation.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, ServerCog } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { LinkButton } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { SearchField } from '@/ui/field';
import { Page, Panel } from '@/ui/page';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { DeploymentStatus } from './deployment';
import { amountInWords, PLACES } from './targets';

const COLUMNS: Column<Model<'Server'>>[] = [
  { title: 'Name', cell: ({ name }) => <span className="breaks">{name}</span> },
  { title: 'State', cell: ({ deployment }) => <DeploymentStatus deployment={deployment} /> },
  { title: 'Address', from: 'lg', className: 'max-w-0 w-2/5', cell: ({ url }) => <span className="relative z-10 flex items-center gap-1"><Tag className="min-w-0">{url}</Tag><CopyButton text={url} label="Copy the address" /></span> },
  { title: 'APIs', isNumber: true, from: 'md', cell: ({ design }) => (design.sources ?? []).length },
  { title: 'Where', from: 'xl', className: 'whitespace-nowrap', cell: ({ deployment }) => (deployment ? amountInWords(deployment) ?? PLACES[deployment.target].title : '–') },
  { title: 'Changed', isNumber: true, from: 'sm', cell: ({ updated_at: at }) => <Time at={at} className="text-ink-soft" /> },
];

export function Servers() {
  const { slug: organisation, lacks } = useOrganisation();
  const search = useParameter('search');
  const set = useSetParameters();
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  const servers = useInfiniteQuery(list('/organisations/{organisation}/servers', { path: { organisation }, query: wanted ? { search: wanted } : {} }));
  const rows = items(servers.data);
  const reset = () => { type(''); set({ search: '' }); };
  const add = (more = '') => <LinkButton href={to.wizard(organisation)} look="primary" icon={<Plus className="size-4" />} className={more} aria-disabled={Boolean(lacks('apis:create')) || undefined}>Connect an API</LinkButton>;
  return (
    <Page title="Servers" words="MCP servers made of your APIs: what AI clients connect to." actions={add('lg:hidden')}>
      <SearchField label="Find servers" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="max-w-sm" />
      <Panel isFlush>
        {servers.error ? <Trouble error={servers.error} onRetry={() => void servers.refetch()} />
          : servers.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Servers" rows={rows} columns={COLUMNS} keyOf={({ id }) => id} hrefOf={({ slug }) => to.server(organisation, slug)} more={servers.hasNextPage ? { isReading: servers.isFetchingNextPage, read: () => void servers.fetchNextPage() } : undefined} />
              : search ? <NothingFound what="server" onReset={reset} />
                : <Empty icon={<ServerCog />} title="No servers yet" words="A server gives agents the tools of one API or several, at an address of its own.">{add()}</Empty>}
      </Panel>
    </Page>
  );
}
