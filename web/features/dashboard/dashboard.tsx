'use client';
// How everything does: what needs somebody, what was called, and how servers and APIs are.

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleCheck, PlugZap, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useDeferredValue } from 'react';
import { HealthStatus } from '@/features/apis/health';
import { DeploymentStatus } from '@/features/servers/deployment';
import { hoursOf, totals } from '@/features/servers/sums';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { Link } from '@/ui/link';
import { count, millis, percent, short } from '@/ui/numbers';
import { Page, Panel, Stat } from '@/ui/page';
import { ChartSkeleton, Empty, Skeleton, SkeletonRows, Trouble } from '@/ui/states';
import { attention } from './attention';

const CallsChart = dynamic(() => import('@/features/servers/calls-chart').then(({ CallsChart }) => CallsChart), { ssr: false, loading: () => <ChartSkeleton /> });

const SPANS = [{ value: '24', label: '24 hours' }, { value: '168', label: '7 days' }, { value: '720', label: '30 days' }];

export function Dashboard() {
  const { slug: organisation, name, may } = useOrganisation();
  const path = { organisation };
  const apis = useQuery({ ...read('/organisations/{organisation}/apis', { path, query: { limit: 200 } }), enabled: may('apis:read') });
  const servers = useQuery({ ...read('/organisations/{organisation}/servers', { path, query: { limit: 200 } }), enabled: may('servers:read') });
  const shownApis = useDeferredValue(apis.data?.items);
  const shownServers = useDeferredValue(servers.data?.items);
  const error = apis.error ?? servers.error;
  const retry = () => { void apis.refetch(); void servers.refetch(); };
  if (error) return <Page title="Dashboard"><Trouble error={error} onRetry={retry} /></Page>;
  if (apis.data?.items.length === 0) return <Welcome />;
  return (
    <Page title="Dashboard" words={name} actions={<LinkButton href={to.wizard(organisation)} look="primary" icon={<Plus className="size-4" />} className="lg:hidden">Connect an API</LinkButton>}>
      {may('calls:read') && <Calls />}
      <Attention apis={shownApis} servers={shownServers} />
      <div className="grid gap-6 lg:grid-cols-2">
        <Listed title="Servers" href={to.servers(organisation)} isPending={!shownServers} rows={(shownServers ?? []).map((server) => ({ id: server.id, name: server.name, href: to.server(organisation, server.slug), state: <DeploymentStatus deployment={server.deployment} /> }))} empty="No servers yet" />
        <Listed title="APIs" href={to.apis(organisation)} isPending={!shownApis} rows={(shownApis ?? []).map((api) => ({ id: api.id, name: api.name, href: to.api(organisation, api.slug), state: <HealthStatus health={api.health} /> }))} empty="No APIs yet" />
      </div>
    </Page>
  );
}

/** Nothing is there yet: what this is for, and the way to begin. */
function Welcome() {
  const { slug: organisation, me, lacks } = useOrganisation();
  const why = lacks('apis:create');
  return (
    <Page title={`Welcome, ${me.name.split(' ')[0]}`} words="Three steps from an API to a tool that your AI client calls.">
      <Panel isFlush>
        <Empty icon={<PlugZap />} title="Connect your first API" words={why ? `${why}. Somebody who may has to begin.` : 'Give its address, or choose an example. Agents can use it a minute later.'}>
          {!why && <LinkButton href={to.wizard(organisation)} look="primary" size="large" icon={<Plus className="size-4" />}>Connect an API</LinkButton>}
        </Empty>
      </Panel>
      <ol className="grid gap-4 sm:grid-cols-3">
        {[['An address', 'OpenAPI, GraphQL, WSDL, gRPC, Postman, HAR or curl. What it is is recognised.'], ['The right tools', 'Choose which operations agents get, in words that they understand, and try them.'], ['A client', 'Claude, Cursor, VS Code and others, each told in its own way. The first call shows at once.']].map(([title, words], index) => (
          <li key={title} className="rounded-xl border border-line bg-panel p-5 shadow-low">
            <span className="tabular flex size-6 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text">{index + 1}</span>
            <h2 className="mt-3 font-semibold">{title}</h2><p className="mt-1 text-ink-soft">{words}</p>
          </li>
        ))}
      </ol>
    </Page>
  );
}

function Calls() {
  const { slug: organisation } = useOrganisation();
  const hours = useParameter('hours') || '24';
  const set = useSetParameters();
  const span = SPANS.some(({ value }) => value === hours) ? hours : '24';
  const sums = useQuery({ ...read('/organisations/{organisation}/calls/hours', { path: { organisation }, query: { hours: Number(span), by: 'hour' } }), refetchInterval: 30_000 });
  const hourly = useDeferredValue(sums.data?.items);
  const all = totals(hourly ?? []);
  return (
    <Panel title="Calls" actions={<Segments label="Time" value={span} options={SPANS} onChange={(value) => set({ hours: value === '24' ? '' : value })} />}>
      {sums.error ? <Trouble error={sums.error} onRetry={() => void sums.refetch()} /> : (
        <div className="flex flex-col gap-5">
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Stat name="Calls" value={hourly ? short(all.calls) : '–'} aside={all.refused > 0 ? `${count(all.refused, 'more')} refused`.replace('mores', 'more') : undefined} />
            <Stat name="Failed" value={hourly ? percent(all.failures, all.calls) : '–'} tone={all.failures > 0 ? 'bad' : undefined} aside={all.failures > 0 ? count(all.failures, 'call') : undefined} />
            <Stat name="On average" value={all.calls > 0 ? millis(all.millis) : '–'} aside={all.p95 !== undefined ? `95 % within ${millis(all.p95)}` : '\u00a0'} />
            <Stat name="Tokens answered" value={hourly ? short(all.tokens) : '–'} />
          </div>
          <CallsChart hours={hoursOf(hourly ?? [], Number(span))} label={`Calls by the hour, the last ${SPANS.find(({ value }) => value === span)?.label}`} />
        </div>
      )}
    </Panel>
  );
}

function Attention({ apis, servers }: { apis: Model<'Api'>[] | undefined; servers: Model<'Server'>[] | undefined }) {
  const { slug: organisation } = useOrganisation();
  if (!apis && !servers) return <Skeleton className="h-24 w-full" />;
  const found = attention(organisation, apis ?? [], servers ?? []);
  return (
    <Panel title="Needs attention" isFlush>
      {found.length === 0 ? <p className="flex items-center gap-2.5 px-5 py-4 text-ink-soft"><CircleCheck aria-hidden className="size-4 text-good" />Nothing. Everything does what it should.</p> : (
        <ul>
          {found.map((one) => (
            <li key={one.href + one.words} className="border-b border-line last:border-0">
              <Link href={one.href} className="flex items-center gap-3 px-4 py-3 hover:bg-hover sm:px-5">
                <one.icon aria-hidden className={one.isBad ? 'size-4 shrink-0 text-bad' : 'size-4 shrink-0 text-warn-text'} />
                <span className="breaks min-w-0 grow"><span className="font-medium">{one.name}</span> <span className="text-ink-soft">{one.words}</span></span>
                <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface Row {
  id: string;
  name: string;
  href: string;
  state: React.ReactNode;
}

function Listed({ title, href, rows, isPending, empty }: { title: string; href: string; rows: Row[]; isPending: boolean; empty: string }) {
  return (
    <Panel title={title} isFlush actions={<Link href={href} className="flex items-center gap-1 text-sm font-medium text-accent-text hover:underline">All<span className="sr-only"> {title}</span><ArrowRight aria-hidden className="size-3.5" /></Link>}>
      {isPending ? <SkeletonRows rows={4} /> : rows.length === 0 ? <p className="px-5 py-4 text-ink-soft">{empty}</p> : (
        <ul>{rows.slice(0, 6).map((row) => <li key={row.id} className="border-b border-line last:border-0"><Link href={row.href} className="flex items-center justify-between gap-4 px-4 py-2.5 hover:bg-hover sm:px-5"><span className="min-w-0 truncate font-medium">{row.name}</span><span className="text-sm text-ink-soft">{row.state}</span></Link></li>)}</ul>
      )}
    </Panel>
  );
}
