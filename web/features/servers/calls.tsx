'use client';
// The calls of a server as they come: found by words, tool and outcome, and one of them in full.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { PhoneIncoming, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list, read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { SearchField } from '@/ui/field';
import { millis, whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { CallSheet } from './call-sheet';
import { useCallers } from './callers';
import { OUTCOMES, OutcomeStatus } from './outcome';

type Outcome = Model<'CallOutcome'>;

export const CALL_COLUMNS: Column<Model<'Call'>>[] = [
  { title: 'Tool', cell: ({ tool }) => <code className="breaks font-mono text-sm">{tool}</code> },
  { title: 'Outcome', cell: ({ outcome }) => <OutcomeStatus outcome={outcome} /> },
  { title: 'Client', from: 'lg', cell: ({ client }) => <span className="breaks text-ink-soft">{programOf(client)}</span> },
  { title: 'Upstream', from: 'md', cell: ({ upstream_status: status }) => (status ? <span className="tabular text-ink-soft">{status}</span> : <span className="text-ink-faint">–</span>) },
  { title: 'Tokens', isNumber: true, from: 'md', cell: ({ tokens }) => whole(tokens) },
  { title: 'Took', isNumber: true, from: 'sm', cell: (call) => millis(call.millis) },
  { title: 'When', isNumber: true, cell: ({ at }) => <Time at={at} className="text-ink-soft" /> },
];

/** Browsers say of themselves more than anybody wants to know. */
export function programOf(client: string): string {
  return /^Mozilla\//.test(client) ? 'A browser' : client || '–';
}

export function Calls({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const set = useSetParameters();
  const outcome = useParameter('outcome') as Outcome | '';
  const tool = useParameter('tool');
  const actor = useParameter('actor');
  const search = useParameter('search');
  const [typed, type] = useState(search);
  const wanted = useDeferredValue(search);
  const nameOf = useCallers();
  const open = useParameter('call');
  const [begun] = useState(() => Date.now());
  const draft = useQuery(read('/organisations/{organisation}/servers/{server}/tools', { path: { organisation, server: server.slug } }));
  const calls = useInfiniteQuery(list('/organisations/{organisation}/calls', {
    path: { organisation }, query: { server: server.id, ...(outcome ? { outcome } : {}), ...(tool ? { tool } : {}), ...(actor ? { actor } : {}), ...(wanted ? { search: wanted } : {}) },
  }));
  const rows = items(calls.data);
  const names = new Set([...(draft.data?.tools ?? []).map(({ name }) => name), ...(tool ? [tool] : [])]);
  const href = ({ id }: Model<'Call'>) => to.server(organisation, server.slug, 'calls', { outcome, tool, actor, search, call: id });
  const isFiltered = Boolean(outcome || tool || actor || search);
  const reset = () => { type(''); set({ outcome: '', tool: '', actor: '', search: '' }); };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <SearchField label="Find by tool, client or reason" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="grow basis-56 sm:max-w-sm" />
        <FilterSelect<Outcome | ''> label="Outcome" value={outcome} onChange={(next) => set({ outcome: next })} options={[{ value: '', label: 'Every outcome' }, ...Object.entries(OUTCOMES).map(([value, { words }]) => ({ value: value as Outcome, label: words }))]} />
        <FilterSelect label="Tool" value={tool} onChange={(next) => set({ tool: next })} options={[{ value: '', label: 'Every tool' }, ...[...names].sort().map((name) => ({ value: name, label: name }))]} className="max-w-72" />
        {actor && <Button size="medium" icon={<X className="size-3.5" />} aria-label={`Calls of everybody, not only of ${nameOf(actor)}`} onClick={() => set({ actor: '' })}>Only {nameOf(actor)}</Button>}
      </div>
      <Panel isFlush>
        {calls.error ? <Trouble error={calls.error} onRetry={() => void calls.refetch()} />
          : calls.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Calls" rows={rows} columns={CALL_COLUMNS} keyOf={({ id }) => id} hrefOf={href} isNew={({ at }) => Date.parse(at) > begun} more={calls.hasNextPage ? { isReading: calls.isFetchingNextPage, read: () => void calls.fetchNextPage() } : undefined} />
              : isFiltered ? <NothingFound what="call" onReset={reset} />
                : <Empty icon={<PhoneIncoming />} title="Nobody has called yet" words="Calls show here as they come."><LinkButton href={to.server(organisation, server.slug, 'connect')} look="primary">Connect a client</LinkButton></Empty>}
      </Panel>
      <CallSheet organisation={organisation} server={server} id={open} onClose={() => set({ call: '' })} />
    </>
  );
}

