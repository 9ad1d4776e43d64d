'use client';
// The processes, containers or pods of a server: how each does, and how often one ended.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { list, read } from '@/hub/query';
import { Status, Tag, type Tone } from '@/ui/badge';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { replicasOf } from '../targets';

const STATES: Record<Model<'ReplicaState'>, { words: string; tone: Tone; isChanging?: boolean }> = {
  starting: { words: 'Starting', tone: 'accent', isChanging: true },
  ready: { words: 'Ready', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  draining: { words: 'Ending', tone: 'plain', isChanging: true },
};

/** A process goes by its number, a pod by what the cluster calls it: `machine/pod`. */
function placeOf({ process, id, node }: Model<'Replica'>): { name: string; node: string } {
  const [machine, pod] = node.split('/');
  return pod ? { name: pod, node: machine! } : { name: String(process ?? id), node };
}

export function Processes({ server, deployment, versions }: { server: Model<'Server'>; deployment: Model<'Deployment'>; versions: readonly Model<'ServerVersion'>[] }) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug };
  const title = replicasOf(deployment.target);
  const replicas = useQuery({ ...read('/organisations/{organisation}/servers/{server}/deployment/replicas', { path }), refetchInterval: deployment.state === 'running' ? false : 2000 });
  // Events are numbered without gaps: those of processes that ended are counted.
  const events = useInfiniteQuery(list('/organisations/{organisation}/events', { path: { organisation }, query: { subject: server.id, kind: 'replica.', limit: 200 } }));
  const since = Date.parse(deployment.created_at);
  const ended = (events.data?.pages[0]?.items ?? []).filter(({ kind, at }) => kind === 'replica.ended' && Date.parse(at) >= since).length;
  const columns: Column<Model<'Replica'>>[] = [
    { title: 'Name', className: 'max-w-40', cell: (replica) => <span className="tabular breaks">{placeOf(replica).name}</span> },
    { title: 'State', cell: ({ state }) => <Status tone={STATES[state].tone} isChanging={STATES[state].isChanging ?? false}>{STATES[state].words}</Status> },
    { title: 'Version', cell: ({ version }) => <span className="tabular">{versions.find(({ id }) => id === version)?.number ?? '–'}</span> },
    { title: 'It says', from: 'md', className: 'w-2/5', cell: ({ message }) => <span className="breaks text-ink-soft">{message ? sentence(message) : '–'}</span> },
    { title: deployment.target === 'kubernetes' ? 'Machine' : 'Looked after by', from: 'lg', cell: (replica) => <Tag>{placeOf(replica).node}</Tag> },
    { title: 'Started', isNumber: true, cell: ({ started_at: at }) => <Time at={at} className="text-ink-soft" /> },
  ];
  return (
    <Panel title={title} words={ended > 0 ? `${whole(ended)} ended since it was deployed first.${deployment.scaling ? ' Those that were not needed any more count too.' : ''}` : undefined} isFlush>
      {replicas.error ? <Trouble error={replicas.error} onRetry={() => void replicas.refetch()} /> : !replicas.data ? <SkeletonRows rows={2} />
        : replicas.data.items.length === 0 ? <p className="px-5 py-4 text-ink-soft">None at the moment. {deployment.is_asleep ? 'Nobody calls; the first call starts one, and waits for it.' : deployment.state === 'failed' ? 'They are tried again by themselves.' : deployment.is_wanted && 'They are started.'}</p>
          : <Table label={title} rows={replicas.data.items} columns={columns} keyOf={({ id }) => id} />}
    </Panel>
  );
}
