'use client';
// The APIs of an organisation.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Blocks, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Badge, Tag } from '@/ui/badge';
import { LinkButton } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { SearchField } from '@/ui/field';
import { millis } from '@/ui/numbers';
import { Page, Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { DeletedApis } from './deleted';
import { HealthStatus } from './health';

type State = Model<'HealthState'>;

function source({ source: from }: Model<'Api'>): string {
  return from.type === 'url' ? from.url : 'Uploaded';
}

const COLUMNS: Column<Model<'Api'>>[] = [
  { title: 'Name', cell: (api) => <span className="breaks">{api.name}</span> },
  { title: 'Health', cell: ({ health }) => <HealthStatus health={health} /> },
  { title: 'Revision', from: 'md', cell: (api) => (api.pending_revision ? <Badge tone="warn">Waits for approval</Badge> : api.current_revision ? <Badge tone="good">Current</Badge> : <Badge tone="bad">None</Badge>) },
  { title: 'Source', from: 'lg', className: 'max-w-0 w-2/5', cell: (api) => <Tag>{source(api)}</Tag> },
  { title: 'Answers in', isNumber: true, from: 'xl', cell: ({ health }) => millis(health.latency_ms) },
  { title: 'Changed', isNumber: true, from: 'sm', cell: ({ updated_at: at }) => <Time at={at} className="text-ink-soft" /> },
];

export function Apis() {
  const { slug: organisation, lacks } = useOrganisation();
  const search = useParameter('search');
  const health = useParameter('health') as State | '';
  const isDeleted = useParameter('show') === 'deleted';
  const set = useSetParameters();
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  const apis = useInfiniteQuery(list('/organisations/{organisation}/apis', { path: { organisation }, query: { ...(wanted ? { search: wanted } : {}), ...(health ? { health } : {}) } }));
  const rows = items(apis.data);
  const reset = () => { type(''); set({ search: '', health: '' }); };
  const add = (more = '') => <LinkButton href={to.wizard(organisation)} look="primary" icon={<Plus className="size-4" />} className={more} aria-disabled={Boolean(lacks('apis:create')) || undefined}>Connect an API</LinkButton>;
  return (
    <Page title="APIs" words="What your servers are made of: documents that the hub reads, and the APIs behind them that it watches." actions={add('lg:hidden')}>
      <div className="flex flex-wrap gap-2">
        {!isDeleted && <SearchField label="Find APIs" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="max-w-sm grow" />}
        {!isDeleted && <FilterSelect<State | ''> label="Health" value={health} onChange={(next) => set({ health: next })} options={[{ value: '', label: 'Any health' }, { value: 'healthy', label: 'Healthy' }, { value: 'degraded', label: 'Degraded' }, { value: 'unhealthy', label: 'Unhealthy' }, { value: 'unknown', label: 'Not looked at' }]} />}
        <Segments label="Which APIs" value={isDeleted ? 'deleted' : 'present'} options={[{ value: 'present', label: 'Present' }, { value: 'deleted', label: 'Deleted' }]} onChange={(value) => set({ show: value === 'deleted' ? 'deleted' : '', search: '', health: '' })} />
      </div>
      {isDeleted ? <DeletedApis /> : <Panel isFlush>
        {apis.error ? <Trouble error={apis.error} onRetry={() => void apis.refetch()} />
          : apis.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="APIs" rows={rows} columns={COLUMNS} keyOf={({ id }) => id} hrefOf={({ slug }) => to.api(organisation, slug)} more={apis.hasNextPage ? { isReading: apis.isFetchingNextPage, read: () => void apis.fetchNextPage() } : undefined} />
              : search || health ? <NothingFound what="API" onReset={reset} />
                : <Empty icon={<Blocks />} title="No APIs yet" words="Give the hub an API’s address, and agents can use it minutes later.">{add()}</Empty>}
      </Panel>}
    </Page>
  );
}
