'use client';
// A server at a glance: how it does, what was called last, what it is made of.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { items, list, read } from '@/hub/query';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { Link } from '@/ui/link';
import { count, millis, percent, short } from '@/ui/numbers';
import { Facts, Panel, Stat } from '@/ui/page';
import { Callout, ChartSkeleton, SkeletonRows, Trouble } from '@/ui/states';
import { Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { CALL_COLUMNS } from './calls';
import { FirstCall } from './first-call';
import { hoursOf, totals } from './sums';
import { whereInWords } from './targets';

const CallsChart = dynamic(() => import('./calls-chart').then(({ CallsChart }) => CallsChart), { ssr: false, loading: () => <ChartSkeleton /> });

const HOURS = 24;

export function ServerOverview({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation };
  const sums = useQuery({ ...read('/organisations/{organisation}/calls/hours', { path, query: { server: server.id, hours: HOURS, by: 'hour' } }), refetchInterval: 30_000 });
  const recent = useInfiniteQuery(list('/organisations/{organisation}/calls', { path, query: { server: server.id, limit: 50 } }));
  const [begun] = useState(() => Date.now());
  const hourly = useDeferredValue(sums.data?.items);
  const pages = useDeferredValue(recent.data);
  const calls = items(pages).slice(0, 8);
  const all = totals(hourly ?? []);
  const { deployment } = server;
  const again = to.wizard(organisation, { step: 'deploy', server: server.slug, ...(server.design.sources?.[0] ? { api: server.design.sources[0].api } : {}) });
  return (
    <>
      {deployment && !['running', 'stopped'].includes(deployment.state) && (
        <Callout
          tone={deployment.state === 'failed' ? 'bad' : 'plain'}
          title={deployment.state === 'failed' ? 'It could not be started' : undefined}
          actions={
            <>
              {deployment.state === 'failed' && <LinkButton href={to.server(organisation, server.slug, 'logs')}>Read its logs</LinkButton>}
              {deployment.state === 'failed' && <LinkButton href={again}>Deploy it another way</LinkButton>}
              <LinkButton href={to.server(organisation, server.slug, 'deployments')}>See its deployment</LinkButton>
            </>
          }
        >
          {sentence(deployment.message || `it is ${deployment.state}`)}
        </Callout>
      )}
      {!deployment && <Callout title="This server is not deployed" actions={<LinkButton look="primary" href={again}>Deploy it</LinkButton>}>Nobody can connect to it yet.</Callout>}
      {deployment && pages && calls.length === 0 && <FirstCall server={server} />}
      <Panel title="Calls in the last 24 hours">
        {sums.error ? <Trouble error={sums.error} onRetry={() => void sums.refetch()} /> : (
          <div className="flex flex-col gap-5">
            <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              <Stat name="Calls" value={hourly ? short(all.calls) : '–'} />
              <Stat name="Failed" value={hourly ? percent(all.failures, all.calls) : '–'} tone={all.failures > 0 ? 'bad' : undefined} aside={all.failures > 0 ? count(all.failures, 'call') : undefined} />
              <Stat name="On average" value={all.calls > 0 ? millis(all.millis) : '–'} aside={all.p95 !== undefined ? `95 % within ${millis(all.p95)}` : '\u00a0'} />
              <Stat name="Tokens answered" value={hourly ? short(all.tokens) : '–'} />
            </div>
            <CallsChart hours={hoursOf(hourly ?? [], HOURS)} label={`Calls of ${server.name} by the hour`} />
          </div>
        )}
      </Panel>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel title="Recent calls" isFlush actions={<Link href={to.server(organisation, server.slug, 'calls')} className="flex items-center gap-1 text-sm font-medium text-accent-text hover:underline">All calls<ArrowRight aria-hidden className="size-3.5" /></Link>}>
          {recent.error ? <Trouble error={recent.error} onRetry={() => void recent.refetch()} /> : !pages ? <SkeletonRows rows={4} />
            : calls.length === 0 ? <p className="px-5 py-6 text-ink-soft">None yet. They show here as they come.</p>
              : <Table label="Recent calls" rows={calls} columns={CALL_COLUMNS.filter(({ title }) => !['Client', 'Upstream', 'Tokens'].includes(title))} keyOf={({ id }) => id} hrefOf={({ id }) => to.server(organisation, server.slug, 'calls', { call: id })} isNew={({ at }) => Date.parse(at) > begun} />}
        </Panel>
        <About server={server} />
      </div>
    </>
  );
}

function About({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const draft = useQuery(read('/organisations/{organisation}/servers/{server}/tools', { path: { organisation, server: server.slug } }));
  const apis = useQuery(read('/organisations/{organisation}/apis', { path: { organisation }, query: { limit: 200 } }));
  const versions = useQuery({ ...read('/organisations/{organisation}/servers/{server}/versions', { path: { organisation, server: server.slug }, query: { limit: 100 } }), enabled: Boolean(server.deployment) });
  const version = versions.data?.items.find(({ id }) => id === server.deployment?.version);
  const sources = (server.design.sources ?? []).map(({ api }) => apis.data?.items.find(({ id }) => id === api) ?? { id: api, slug: api, name: api });
  return (
    <Panel title="About it">
      <Facts facts={[
        ['Address', <span key="a" className="flex items-start gap-1"><code className="breaks font-mono text-sm">{server.url}</code><CopyButton text={server.url} label="Copy the address" /></span>],
        ['Access', server.settings.access === 'open' ? 'Anybody who has the address' : 'The organisation, by keys'],
        ['Tools', draft.data && `${count(draft.data.tools.length, 'tool')}, about ${short(draft.data.tokens)} tokens`],
        ['Made of', <span key="m" className="flex flex-wrap gap-x-2">{sources.map((api) => <Link key={api.id} href={to.api(organisation, api.slug)} className="font-medium text-accent-text hover:underline">{api.name}</Link>)}</span>],
        ['Runs', server.deployment && whereInWords(server.deployment)],
        ['Version', version && <span key="v">{version.number}{version.note && ` · ${version.note}`}</span>],
        ['Since', server.deployment && <Time key="s" at={server.deployment.since} />],
        ['Made', <Time key="c" at={server.created_at} />],
      ]} />
    </Panel>
  );
}
