'use client';
// All organisations of the hub, and how much each may have.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Building2, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Badge } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { SearchField } from '@/ui/field';
import { Page, Panel } from '@/ui/page';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { Quotas } from './quotas';

type Organisation = Model<'Organisation'>;

export function Organisations() {
  const search = useParameter('search');
  const set = useSetParameters();
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  const organisations = useInfiniteQuery(list('/admin/organisations', { query: wanted ? { search: wanted } : {} }));
  const rows = items(organisations.data);
  const [changing, change] = useState<Organisation>();
  const own = ({ quotas }: Organisation) => Object.values(quotas).filter((value) => value !== null && value !== undefined).length;
  const columns: Column<Organisation>[] = [
    { title: 'Name', cell: (one) => <span className="breaks">{one.name}<span className="block font-mono text-xs font-normal text-ink-faint">{one.slug}</span></span> },
    { title: 'Kind', from: 'sm', cell: (one) => (one.is_personal ? <Badge>Somebody’s own</Badge> : <Badge tone="accent">Shared</Badge>) },
    { title: 'Quotas', from: 'md', cell: (one) => (own(one) > 0 ? `${own(one)} of its own` : <span className="text-ink-faint">The hub’s</span>) },
    { title: 'Made', isNumber: true, from: 'sm', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Change', isUntitled: true, isNumber: true, className: 'w-28', cell: (one) => <span className="relative z-10"><Button size="small" onClick={() => change(one)}>Quotas</Button></span> },
  ];
  return (
    <Page title="Organisations" words="Everything that is registered belongs to one of them." actions={<LinkButton href={to.newOrganisation()} look="primary" icon={<Plus className="size-4" />}>Make an organisation</LinkButton>}>
      <SearchField label="Find organisations" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="max-w-sm" />
      <Panel isFlush>
        {organisations.error ? <Trouble error={organisations.error} onRetry={() => void organisations.refetch()} />
          : organisations.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Organisations" rows={rows} columns={columns} keyOf={({ id }) => id} hrefOf={({ slug }) => to.dashboard(slug)} more={organisations.hasNextPage ? { isReading: organisations.isFetchingNextPage, read: () => void organisations.fetchNextPage() } : undefined} />
              : search ? <NothingFound what="organisation" onReset={() => { type(''); set({ search: '' }); }} /> : <Empty icon={<Building2 />} title="No organisations yet" />}
      </Panel>
      <Quotas organisation={changing} onClose={() => change(undefined)} />
    </Page>
  );
}
