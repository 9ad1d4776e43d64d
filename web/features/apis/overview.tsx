'use client';
// An API at a glance: where it comes from, what was made of it, how it does, and which servers it is in.

import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { DeploymentStatus } from '@/features/servers/deployment';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { Link } from '@/ui/link';
import { millis, whole } from '@/ui/numbers';
import { Facts, Panel, Stat } from '@/ui/page';
import { Callout, Skeleton, SkeletonRows, Trouble } from '@/ui/states';
import { Time } from '@/ui/time';
import { kindOf, useRevision } from './compilation';
import { Findings } from './findings';
import { HealthStatus, useProbe } from './health';
import { RefreshButton } from './refresh';

export function ApiOverview({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const probe = useProbe(api);
  const { detail, report, error, retry } = useRevision(api, 'current', Boolean(api.current_revision));
  if (!api.current_revision) {
    return <Callout tone="warn" title="Nothing could be made of this API yet" actions={<LinkButton look="primary" href={to.wizard(organisation, { step: 'found', api: api.slug })}>See why</LinkButton>}>Its document could not be read, or has nothing that can become a tool.</Callout>;
  }
  if (error) return <Trouble what="revision" error={error} onRetry={retry} />;
  const why = lacks('apis:update');
  return (
    <>
      {api.pending_revision && <Callout tone="warn" title="A new revision waits for approval" actions={<LinkButton href={to.api(organisation, api.slug, 'revisions', { revision: api.pending_revision })}>See what changed</LinkButton>}>Servers go on with the current one until somebody approves it.</Callout>}
      <div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel title="Current revision" actions={<RefreshButton api={api} />}>
          {!detail || !report ? <Skeleton className="h-32 w-full" /> : (
            <div className="flex flex-col gap-5">
              <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
                <Stat name="Operations" value={whole(detail.operations)} /><Stat name="Tools" value={whole(detail.tools)} />
                <Stat name="Left out" value={whole(report.skipped.length)} tone={report.skipped.length > 0 ? 'bad' : undefined} /><Stat name="Warnings" value={whole(detail.warnings)} />
              </div>
              <Facts facts={[
                ['Title', detail.title], ['Kind', `${kindOf(report.kind, report.version)}${detail.api_version ? ` · version ${detail.api_version}` : ''}`],
                ['Source', api.source.type === 'url' ? <code key="s" className="breaks font-mono text-sm">{api.source.url}</code> : 'Uploaded'],
                ['Base URL', <code key="b" className="breaks font-mono text-sm">{api.settings.upstream ?? detail.upstreams[0] ?? '–'}</code>],
                ['Revision', <span key="r">{detail.number} · <Time at={detail.created_at} /></span>],
                ['Tags', api.tags.length > 0 && <span key="t" className="flex flex-wrap gap-1">{api.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</span>],
              ]} />
            </div>
          )}
        </Panel>
        <div className="flex flex-col gap-6">
          <Panel title="Health" actions={<Button size="small" icon={<Activity className="size-3.5" />} busy={probe.isPending} disabled={why} onClick={() => probe.mutate()}>Look now</Button>}>
            <Facts facts={[
              ['State', <HealthStatus key="s" health={api.health} />], ['It says', api.health.message && sentence(api.health.message)],
              ['Answers in', api.health.latency_ms !== null && api.health.latency_ms !== undefined && millis(api.health.latency_ms)], ['Looked at', <Time key="l" at={api.health.checked_at} />],
            ]} />
          </Panel>
          <Servers api={api} />
        </div>
      </div>
      <Panel title="Findings" isFlush>{report ? <Findings report={report} hrefOf={(place) => to.api(organisation, api.slug, 'revisions', { revision: detail?.number ?? 'current', place })} /> : <SkeletonRows rows={3} />}</Panel>
    </>
  );
}

function Servers({ api }: { api: Model<'Api'> }) {
  const { slug: organisation } = useOrganisation();
  const servers = useQuery(read('/organisations/{organisation}/servers', { path: { organisation }, query: { api: api.id, limit: 50 } }));
  const all = servers.data?.items ?? [];
  return (
    <Panel title="Servers with its tools" isFlush>
      {servers.isPending ? <SkeletonRows rows={2} /> : all.length === 0 ? <p className="px-5 py-4 text-ink-soft">None yet.</p> : (
        <ul>{all.map((server) => <li key={server.id} className="border-b border-line last:border-0"><Link href={to.server(organisation, server.slug)} className="flex items-center justify-between gap-4 px-5 py-2.5 hover:bg-hover"><span className="truncate font-medium">{server.name}</span><span className="text-sm text-ink-soft"><DeploymentStatus deployment={server.deployment} /></span></Link></li>)}</ul>
      )}
    </Panel>
  );
}
