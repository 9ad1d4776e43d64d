'use client';
// How an API's upstream did: the part of probes that were answered, how long they took, and the last ones.

import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Status } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { millis, percent, whole } from '@/ui/numbers';
import { Panel, Stat } from '@/ui/page';
import { ChartSkeleton, Empty, Skeleton, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { HealthStatus, useProbe } from './health';

const HealthChart = dynamic(() => import('./health-chart').then(({ HealthChart }) => HealthChart), { ssr: false, loading: () => <ChartSkeleton /> });

const SPANS = [{ value: '24', label: '24 hours' }, { value: '168', label: '7 days' }, { value: '720', label: '30 days' }] as const;
type Probe = Model<'Probe'>;

const COLUMNS: Column<Probe>[] = [
  { title: 'Outcome', className: 'w-28', cell: ({ ok }) => <Status tone={ok ? 'good' : 'bad'}>{ok ? 'Answered' : 'Failed'}</Status> },
  { title: 'It says', cell: ({ message }) => <span className="breaks text-ink-soft">{sentence(message)}</span> },
  { title: 'Took', isNumber: true, from: 'sm', cell: ({ latency_ms: took }) => millis(took) },
  { title: 'When', isNumber: true, cell: ({ at }) => <Time at={at} className="text-ink-soft" /> },
];

export function ApiHealth({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const set = useSetParameters();
  const asked = useParameter('hours');
  const span = SPANS.find(({ value }) => value === asked)?.value ?? '24';
  const probe = useProbe(api);
  const history = useQuery({ ...read('/organisations/{organisation}/apis/{api}/health', { path: { organisation, api: api.id }, query: { hours: Number(span) } }), refetchInterval: 60_000 });
  if (history.error) return <Trouble error={history.error} onRetry={() => void history.refetch()} />;
  const seen = history.data;
  const look = <Button size="small" icon={<Activity className="size-3.5" />} busy={probe.isPending} disabled={lacks('apis:update')} onClick={() => probe.mutate()}>Look now</Button>;
  const every = api.settings.probe_every;
  const probes = (seen?.spans ?? []).reduce((all, one) => all + one.probes, 0);
  const worst = Math.max(0, ...(seen?.spans ?? []).map(({ worst_ms: took }) => took));
  return (
    <>
      <Panel title="Health" words={every ? `Looked at every ${every < 120 ? `${every} seconds` : `${Math.round(every / 60)} minutes`}.` : 'It is not looked at by itself: the API’s settings say so.'} actions={<><Segments label="Time" value={span} options={SPANS} onChange={(value) => set({ hours: value === '24' ? '' : value })} />{look}</>}>
        {!seen ? <Skeleton className="h-56 w-full" /> : (
          <div className="flex flex-col gap-5">
            <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              <Stat name="Now" value={<span className="text-base font-medium tracking-normal"><HealthStatus health={seen.now} /></span>} aside={seen.now.since && <>since <Time at={seen.now.since} /></>} />
              <Stat name="Answered" value={typeof seen.uptime === 'number' ? percent(seen.uptime * 10_000, 10_000) : '–'} tone={typeof seen.uptime === 'number' && seen.uptime < 0.99 ? 'bad' : undefined} />
              <Stat name="Slowest" value={worst > 0 ? millis(worst) : '–'} /><Stat name="Probes" value={whole(probes)} />
            </div>
            {seen.spans.length > 0 && <HealthChart spans={seen.spans} />}
          </div>
        )}
      </Panel>
      <Panel title="Last probes" isFlush>
        {!seen ? <Skeleton className="m-5 h-24" /> : seen.last.length > 0 ? <Table label="Last probes" rows={seen.last} columns={COLUMNS} keyOf={({ at }) => at} /> : <Empty icon={<Activity />} title="Nobody has looked yet" words="A probe asks the API for something that changes nothing, and keeps whether and how fast it answered.">{look}</Empty>}
      </Panel>
    </>
  );
}
