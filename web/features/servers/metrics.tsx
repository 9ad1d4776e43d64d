'use client';
// How a server is used and how it does, over time, by tool and by caller.

import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { bytes, millis, percent, short } from '@/ui/numbers';
import { Panel, Stat } from '@/ui/page';
import { ChartSkeleton, Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { useCallers } from './callers';
import { bucketsOf, totals } from './sums';

const Chart = dynamic(() => import('@/ui/chart').then((chart) => chart.Chart), { ssr: false, loading: () => <ChartSkeleton /> });

/** Hours that are shown, and hours of one bar. */
const SPANS = { 24: { label: '24 hours', bar: 1 }, 168: { label: '7 days', bar: 3 }, 720: { label: '30 days', bar: 12 }, 2160: { label: '90 days', bar: 24 } } as const;
type Span = keyof typeof SPANS;

type Sum = Model<'CallSum'>;

export function Metrics({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const set = useSetParameters();
  const asked = Number(useParameter('hours'));
  const span: Span = asked in SPANS ? (asked as Span) : 24;
  const { label, bar } = SPANS[span];
  const path = { organisation };
  const sums = (by: 'hour' | 'tool' | 'actor') => ({ ...read('/organisations/{organisation}/calls/hours', { path, query: { server: server.id, hours: span, by } }), refetchInterval: 30_000 });
  const hours = useQuery(sums('hour'));
  const tools = useQuery(sums('tool'));
  const callers = useQuery(sums('actor'));
  const nameOf = useCallers();
  const error = hours.error ?? tools.error ?? callers.error;
  const all = totals(hours.data?.items ?? []);
  const bars = bucketsOf(hours.data?.items ?? [], span, bar);
  const at = bars.map((one) => one.at);
  const of = (value: (one: (typeof bars)[number]) => number | undefined) => bars.map(value);
  const segments = <Segments label="Time" value={String(span)} options={Object.entries(SPANS).map(([value, one]) => ({ value, label: one.label }))} onChange={(value) => set({ hours: value === '24' ? '' : value })} />;
  if (error) return <Trouble error={error} onRetry={() => { void hours.refetch(); void tools.refetch(); void callers.refetch(); }} />;
  if (hours.data && hours.data.items.length === 0) {
    return <>{segments}<Panel isFlush><Empty icon={<ChartNoAxesColumn />} title={`No calls in the last ${label}`} words="What is called, how long it takes and what it costs shows here."><LinkButton href={to.server(organisation, server.slug, 'connect')} look="primary">Connect a client</LinkButton></Empty></Panel></>;
  }
  const wait = !hours.data && <ChartSkeleton />;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">{segments}<span className="text-sm text-ink-faint">{bar === 1 ? 'By the hour' : bar === 24 ? 'By the day' : `By ${bar} hours`}</span></div>
      <Panel>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
          <Stat name="Calls" value={hours.data ? short(all.calls) : '–'} />
          <Stat name="Failed" value={hours.data ? percent(all.failures, all.calls) : '–'} tone={all.failures > 0 ? 'bad' : undefined} />
          <Stat name="Refused" value={hours.data ? short(all.refused) : '–'} />
          <Stat name="On average" value={all.calls > 0 ? millis(all.millis) : '–'} />
          <Stat name="Tokens" value={hours.data ? short(all.tokens) : '–'} aside={all.calls > 0 ? `${short(Math.round(all.tokens / all.calls))} a call` : undefined} />
          <Stat name="Bytes" value={hours.data ? bytes(all.received + all.answered) : '–'} aside={hours.data && `${bytes(all.answered)} answered`} />
        </div>
      </Panel>
      <div className="grid gap-6 lg:grid-cols-2">
        <Panel title="Calls">{wait || <Chart label={`Calls in the last ${label}`} at={at} series={[{ name: 'Calls', tone: 'accent', kind: 'bars', values: of((one) => one.calls + one.refused), format: short }, { name: 'Refused', tone: 'warn', kind: 'bars', values: of((one) => one.failures + one.refused), format: short }, { name: 'Failed', tone: 'bad', kind: 'bars', values: of((one) => one.failures), format: short }]} />}</Panel>
        <Panel title="How long they take" words={bar > 1 ? 'Of the slowest hour of each bar.' : undefined}>{wait || <Chart label={`How long calls took in the last ${label}`} at={at} series={[{ name: '99 % within', tone: 'faint', kind: 'line', values: of((one) => one.p99), format: millis }, { name: '95 % within', tone: 'warn', kind: 'line', values: of((one) => one.p95), format: millis }, { name: 'Half within', tone: 'accent', kind: 'line', values: of((one) => one.p50), format: millis }]} />}</Panel>
        <Panel title="Tokens of answers">{wait || <Chart label={`Tokens answered in the last ${label}`} at={at} series={[{ name: 'Tokens', tone: 'accent', kind: 'bars', values: of((one) => one.tokens), format: short }]} />}</Panel>
        <Panel title="Bytes">{wait || <Chart label={`Bytes in the last ${label}`} at={at} series={[{ name: 'Answers', tone: 'accent', kind: 'bars', values: of((one) => one.answered), format: bytes }, { name: 'Arguments', tone: 'good', kind: 'bars', values: of((one) => one.received), format: bytes }]} />}</Panel>
      </div>
      <By title="By tool" first="Tool" sums={tools.data?.items} cell={({ of: name }) => <code className="breaks font-mono text-sm">{name}</code>} hrefOf={({ of: name }) => to.server(organisation, server.slug, 'calls', { tool: name })} />
      <By title="By caller" first="Caller" sums={callers.data?.items} cell={({ of: actor }) => <span className="breaks">{nameOf(actor)}</span>} hrefOf={({ of: actor }) => to.server(organisation, server.slug, 'calls', { actor })} />
    </>
  );
}

function By({ title, first, sums, cell, hrefOf }: { title: string; first: string; sums: Sum[] | undefined; cell: (sum: Sum) => React.ReactNode; hrefOf: (sum: Sum) => string }) {
  const rows = [...(sums ?? [])].sort((one, other) => other.calls + other.refused - one.calls - one.refused);
  const most = rows[0] ? rows[0].calls + rows[0].refused : 0;
  const columns: Column<Sum>[] = [
    { title: first, cell },
    { title: 'Calls', className: 'w-1/4', cell: ({ calls, refused }) => <span className="flex items-center gap-3"><span className="tabular w-12 shrink-0 text-right">{short(calls + refused)}</span><span aria-hidden="true" className="h-1.5 grow max-sm:hidden overflow-hidden rounded-full bg-sunken"><span className="block h-full rounded-full bg-accent" style={{ width: `${most > 0 ? ((calls + refused) / most) * 100 : 0}%` }} /></span></span> },
    { title: 'Failed', isNumber: true, cell: ({ failures, calls }) => <span className={failures > 0 ? 'text-bad-text' : 'text-ink-soft'}>{percent(failures, calls)}</span> },
    { title: 'Refused', isNumber: true, from: 'lg', cell: ({ refused }) => short(refused) },
    { title: 'On average', isNumber: true, from: 'sm', cell: ({ mean_millis: mean, calls }) => (calls > 0 ? millis(mean) : '–') },
    { title: '95 % within', isNumber: true, from: 'md', cell: ({ p95_millis: p95 }) => millis(p95) },
    { title: 'Tokens', isNumber: true, from: 'md', cell: ({ tokens }) => short(tokens) },
    { title: 'Bytes', isNumber: true, from: 'lg', cell: (sum) => bytes(sum.request_bytes + sum.response_bytes) },
  ];
  return <Panel title={title} isFlush>{sums ? <div className="max-h-[32rem] overflow-y-auto"><Table label={title} rows={rows} columns={columns} keyOf={({ of }) => of} hrefOf={hrefOf} /></div> : <SkeletonRows rows={4} />}</Panel>;
}
