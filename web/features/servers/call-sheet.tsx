'use client';
// One call in full.

import { useQuery } from '@tanstack/react-query';
import type { Model } from '@/hub/client';
import { read, whole as all } from '@/hub/query';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Json } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { bytes, millis, whole } from '@/ui/numbers';
import { Facts } from '@/ui/page';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { Clock, Time } from '@/ui/time';
import { sentence } from '@/hub/problem';
import { useCallers } from './callers';
import { OUTCOMES, OutcomeStatus } from './outcome';

export function CallSheet({ organisation, server, id, onClose }: { organisation: string; server: Model<'Server'>; id: string; onClose: () => void }) {
  const call = useQuery({ ...read('/organisations/{organisation}/calls/{call}', { path: { organisation, call: id } }), enabled: id !== '' });
  const versions = useQuery({ ...all('/organisations/{organisation}/servers/{server}/versions', { path: { organisation, server: server.slug } }), enabled: id !== '' });
  const seen = call.data;
  const version = versions.data?.find((one) => one.id === seen?.version);
  return (
    <Sheet title={seen ? <code className="font-mono">{seen.tool}</code> : 'Call'} words={seen && OUTCOMES[seen.outcome].meaning} isOpen={id !== ''} onClose={onClose}>
      {call.error ? <Trouble what="call" error={call.error} onRetry={() => void call.refetch()} /> : !seen ? <Skeleton className="h-64 w-full" /> : (
        <div className="flex flex-col gap-5">
          {seen.error && <Callout tone={seen.outcome === 'ok' ? 'plain' : 'warn'}>{sentence(seen.error)}</Callout>}
          <Facts facts={[
            ['Outcome', <OutcomeStatus key="o" outcome={seen.outcome} />], ['When', <span key="w"><Clock at={seen.at} /> · <Time at={seen.at} /></span>],
            ['Took', `${millis(seen.millis)}${seen.upstream_millis !== null && seen.upstream_millis !== undefined ? `, the API ${millis(seen.upstream_millis)} of it` : ''}`],
            ['API answered', seen.upstream_status], ['Client', seen.client], ['Caller', <Caller key="c" actor={seen.actor} />],
            ['Arguments', bytes(seen.request_bytes)], ['Answer', `${bytes(seen.response_bytes)}, about ${whole(seen.tokens)} tokens`],
            ['Version', seen.version && (version ? <Link key="v" href={to.server(organisation, server.slug, 'versions', { version: version.number })} className="font-medium text-accent-text hover:underline">{version.number}</Link> : <Tag key="v">{seen.version}</Tag>)], ['Call', <Tag key="i">{seen.id}</Tag>],
          ]} />
          {seen.arguments !== undefined && seen.arguments !== null && <Json title="Arguments" value={seen.arguments} />}
          {seen.result !== undefined && seen.result !== null && <Json title="Answer" value={seen.result} />}
          {(seen.arguments === undefined || seen.arguments === null) && !server.settings.capture && <Callout>Arguments and answers are not kept. The server&rsquo;s <Link href={to.server(organisation, server.slug, 'settings')} className="font-medium text-accent-text hover:underline">settings</Link> can keep those of later calls, with what looks like a secret taken out.</Callout>}
        </div>
      )}
    </Sheet>
  );
}

function Caller({ actor }: { actor: Model<'Actor'> }) {
  const nameOf = useCallers();
  const id = 'id' in actor ? actor.id : actor.type;
  return <span className="flex flex-wrap items-center gap-2">{nameOf(id)}{'id' in actor && <Tag>{actor.id}</Tag>}</span>;
}
