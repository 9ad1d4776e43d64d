'use client';
// The processes of a server: how each does, and how often they had to be started again.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { list, read } from '@/hub/query';
import { Status, Tag, type Tone } from '@/ui/badge';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';

const STATES: Record<Model<'ReplicaState'>, { words: string; tone: Tone; isChanging?: boolean }> = {
  starting: { words: 'Starting', tone: 'accent', isChanging: true },
  ready: { words: 'Ready', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  draining: { words: 'Ending', tone: 'plain', isChanging: true },
};

export function Processes({ server, deployment, versions }: { server: Model<'Server'>; deployment: Model<'Deployment'>; versions: readonly Model<'ServerVersion'>[] }) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug };
  const replicas = useQuery({ ...read('/organisations/{organisation}/servers/{server}/deployment/replicas', { path }), refetchInterval: deployment.state === 'running' ? false : 2000 });
  // Events are numbered without gaps: those of processes that ended are counted.
  const events = useInfiniteQuery(list('/organisations/{organisation}/events', { path: { organisation }, query: { subject: server.id, kind: 'replica.', limit: 200 } }));
  const since = Date.parse(deployment.created_at);
  const ended = (events.data?.pages[0]?.items ?? []).filter(({ kind, at }) => kind === 'replica.ended' && Date.parse(at) >= since).length;
  const columns: Column<Model<'Replica'>>[] = [
    { title: 'Process', cell: ({ process, id }) => <span className="tabular">{process ?? id}</span> },
    { title: 'State', cell: ({ state }) => <Status tone={STATES[state].tone} isChanging={STATES[state].isChanging ?? false}>{STATES[state].words}</Status> },
    { title: 'Version', cell: ({ version }) => <span className="tabular">{versions.find(({ id }) => id === version)?.number ?? '–'}</span> },
    { title: 'It says', from: 'md', className: 'w-2/5', cell: ({ message }) => <span className="breaks text-ink-soft">{message ? sentence(message) : '–'}</span> },
    { title: 'Looked after by', from: 'lg', cell: ({ node }) => <Tag>{node}</Tag> },
    { title: 'Started', isNumber: true, cell: ({ started_at: at }) => <Time at={at} className="text-ink-soft" /> },
  ];
  return (
    <Panel title="Processes" words={ended > 0 ? `${count(ended, 'process', 'processes')} ended since it was deployed first.` : undefined} isFlush>
      {replicas.error ? <Trouble error={replicas.error} onRetry={() => void replicas.refetch()} /> : !replicas.data ? <SkeletonRows rows={2} />
        : replicas.data.items.length === 0 ? <p className="px-5 py-4 text-ink-soft">None at the moment.{deployment.is_wanted && ' They are started.'}</p>
          : <Table label="Processes" rows={replicas.data.items} columns={columns} keyOf={({ id }) => id} />}
    </Panel>
  );
}
