'use client';
// What an organisation uses: of its quotas, and by the hour, the tool, the caller and the server.

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { hoursOf, totals } from '@/features/servers/sums';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Segments } from '@/ui/choices';
import { bytes, millis, percent, short, whole } from '@/ui/numbers';
import { Page, Panel, Stat } from '@/ui/page';
import { ChartSkeleton, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { useNames } from './names';

const waiting = () => <ChartSkeleton />;
const CallsChart = dynamic(() => import('@/features/servers/calls-chart').then(({ CallsChart }) => CallsChart), { ssr: false, loading: waiting });
const TokensChart = dynamic(() => import('./tokens-chart').then(({ TokensChart }) => TokensChart), { ssr: false, loading: waiting });

type Sum = Model<'CallSum'>;
type By = 'tool' | 'actor' | 'server';

const RESOURCES = new Map([['apis', 'APIs'], ['servers', 'Servers'], ['deployments', 'Deployed servers'], ['members', 'Members'], ['stored_bytes', 'Stored documents'], ['calls_per_day', 'Calls today']]);
const SPANS = [{ value: '24', label: '24 hours' }, { value: '168', label: '7 days' }, { value: '720', label: '30 days' }] as const;
const BY: readonly { value: By; label: string }[] = [{ value: 'tool', label: 'By tool' }, { value: 'server', label: 'By server' }, { value: 'actor', label: 'By caller' }];

function amount(resource: string, value: number): string {
  return resource === 'stored_bytes' ? bytes(value) : whole(value);
}

export function Usage() {
  const { slug: organisation, name, may } = useOrganisation();
  const usage = useQuery({ ...read('/organisations/{organisation}/usage', { path: { organisation } }), refetchInterval: 30_000 });
  return (
    <Page title="Usage" words={`What ${name} uses, and how much it may.`}>
      <Panel title="Quotas" words="Set by whoever runs the hub.">
        {usage.error ? <Trouble error={usage.error} onRetry={() => void usage.refetch()} /> : usage.isPending ? <SkeletonRows rows={3} /> : (
          <ul className="grid gap-x-10 gap-y-5 sm:grid-cols-2">{usage.data.items.map((one) => <Quota key={one.resource} usage={one} />)}</ul>
        )}
      </Panel>
      {may('calls:read') && <Calls />}
    </Page>
  );
}

function Quota({ usage: { resource, used, most } }: { usage: Model<'Usage'> }) {
  const share = most ? Math.min(used / most, 1) : 0;
  const isFull = most !== null && most !== undefined && used >= most;
  const name = RESOURCES.get(resource) ?? resource;
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{name}</span>
        <span className={clsx('tabular text-sm', isFull ? 'font-medium text-bad-text' : 'text-ink-soft')}>{amount(resource, used)}{most === null || most === undefined ? ', as many as wanted' : ` of ${amount(resource, most)}`}</span>
      </div>
      {most !== null && most !== undefined && (
        <meter aria-label={name} min={0} max={Math.max(most, 1)} value={used} className="sr-only">{percent(used, most)}</meter>
      )}
      <div aria-hidden="true" className="mt-2 h-1.5 overflow-hidden rounded-full bg-hover">
        <div style={{ width: `${share * 100}%` }} className={clsx('h-full min-w-px rounded-full', isFull ? 'bg-bad' : share > 0.8 ? 'bg-warn' : 'bg-accent')} />
      </div>
    </li>
  );
}

function Calls() {
  const { slug: organisation } = useOrganisation();
  const set = useSetParameters();
  const asked = useParameter('hours');
  const span = SPANS.find(({ value }) => value === asked)?.value ?? '24';
  const hours = Number(span);
  const sums = useQuery({ ...read('/organisations/{organisation}/calls/hours', { path: { organisation }, query: { hours, by: 'hour' } }), refetchInterval: 60_000 });
  const all = totals(sums.data?.items ?? []);
  const shown = hoursOf(sums.data?.items ?? [], hours);
  return (
    <>
      <Panel title="Calls" actions={<Segments label="Time" value={span} options={SPANS} onChange={(value) => set({ hours: value === '24' ? '' : value })} />}>
        {sums.error ? <Trouble error={sums.error} onRetry={() => void sums.refetch()} /> : (
          <div className="flex flex-col gap-5">
            <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              <Stat name="Calls" value={sums.data ? short(all.calls) : '–'} /><Stat name="Failed" value={sums.data ? percent(all.failures, all.calls) : '–'} tone={all.failures > 0 ? 'bad' : undefined} />
              <Stat name="On average" value={all.calls > 0 ? millis(all.millis) : '–'} /><Stat name="Tokens answered" value={sums.data ? short(all.tokens) : '–'} />
            </div>
            <div className="grid gap-6 lg:grid-cols-2"><CallsChart hours={shown} label="Calls by the hour" /><TokensChart hours={shown} /></div>
          </div>
        )}
      </Panel>
      <Breakdown hours={hours} />
    </>
  );
}

function Breakdown({ hours }: { hours: number }) {
  const { slug: organisation, may } = useOrganisation();
  const [by, setBy] = useState<By>('tool');
  const { nameOf } = useNames();
  const servers = useQuery({ ...read('/organisations/{organisation}/servers', { path: { organisation }, query: { limit: 200 } }), enabled: may('servers:read') });
  const sums = useQuery(read('/organisations/{organisation}/calls/hours', { path: { organisation }, query: { hours, by } }));
  const named = (of: string) => (by === 'server' ? servers.data?.items.find(({ id }) => id === of)?.name ?? of : by === 'actor' ? (of ? nameOf(of) : 'Nobody who is known') : of);
  const rows = [...(sums.data?.items ?? [])].sort((one, other) => other.calls - one.calls).slice(0, 50);
  const columns: Column<Sum>[] = [
    { title: BY.find(({ value }) => value === by)!.label.slice(3).replace(/^./, (letter) => letter.toUpperCase()), cell: ({ of }) => <span className={clsx('breaks', by === 'tool' && 'font-mono text-sm')}>{named(of)}</span> },
    { title: 'Calls', isNumber: true, cell: ({ calls }) => whole(calls) }, { title: 'Failed', isNumber: true, cell: ({ failures, calls }) => percent(failures, calls) },
    { title: 'On average', isNumber: true, from: 'sm', cell: ({ mean_millis: mean }) => millis(mean) }, { title: 'Tokens', isNumber: true, from: 'sm', cell: ({ tokens }) => short(tokens) },
  ];
  return (
    <Panel title="What uses it" isFlush actions={<Segments label="By" value={by} options={BY} onChange={setBy} />}>
      {sums.error ? <Trouble error={sums.error} onRetry={() => void sums.refetch()} /> : sums.isPending ? <SkeletonRows rows={4} />
        : rows.length === 0 ? <p className="px-5 py-4 text-ink-soft">Nothing was called in this time.</p> : <Table label="What uses it" rows={rows} columns={columns} keyOf={({ of }) => of} />}
    </Panel>
  );
}
