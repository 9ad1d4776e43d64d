'use client';
// One call in full.

import { useQuery } from '@tanstack/react-query';
import { read } from '@/hub/query';
import { Tag } from '@/ui/badge';
import { Json } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { bytes, millis, whole } from '@/ui/numbers';
import { Facts } from '@/ui/page';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { Clock, Time } from '@/ui/time';
import { sentence } from '@/hub/problem';
import { OUTCOMES, OutcomeStatus } from './outcome';

export function CallSheet({ organisation, id, isCaptured, onClose }: { organisation: string; id: string; isCaptured: boolean; onClose: () => void }) {
  const call = useQuery({ ...read('/organisations/{organisation}/calls/{call}', { path: { organisation, call: id } }), enabled: id !== '' });
  const seen = call.data;
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
            ['Version', seen.version && <Tag key="v">{seen.version}</Tag>], ['Call', <Tag key="i">{seen.id}</Tag>],
          ]} />
          {seen.arguments !== undefined && seen.arguments !== null && <Json title="Arguments" value={seen.arguments} />}
          {seen.result !== undefined && seen.result !== null && <Json title="Answer" value={seen.result} />}
          {(seen.arguments === undefined || seen.arguments === null) && !isCaptured && <Callout>Arguments and answers are not kept. The server&rsquo;s setting &ldquo;capture&rdquo; keeps those of later calls, with what looks like a secret taken out.</Callout>}
        </div>
      )}
    </Sheet>
  );
}

function Caller({ actor }: { actor: { type: string; id?: string } }) {
  const words: Record<string, string> = { anonymous: 'Nobody who is known', system: 'The hub', user: 'A user', key: 'An API key', service: 'A service account' };
  return <span className="flex flex-wrap items-center gap-2">{words[actor.type] ?? actor.type}{actor.id && <Tag>{actor.id}</Tag>}</span>;
}
