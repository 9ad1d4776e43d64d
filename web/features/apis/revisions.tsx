'use client';
// The revisions of an API's document: all of them, and one with what changed, to be accepted or refused.

import { useInfiniteQuery } from '@tanstack/react-query';
import { GitCommitVertical } from 'lucide-react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter } from '@/hub/url';
import { to } from '@/routes';
import { Badge } from '@/ui/badge';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { RefreshButton } from './refresh';
import { Revision } from './revision';
import { RevisionBadge } from './revision-state';

export function Revisions({ api }: { api: Model<'Api'> }) {
  const revision = useParameter('revision');
  return revision ? <Revision api={api} name={revision} /> : <All api={api} />;
}

function All({ api }: { api: Model<'Api'> }) {
  const { slug: organisation } = useOrganisation();
  const revisions = useInfiniteQuery(list('/organisations/{organisation}/apis/{api}/revisions', { path: { organisation, api: api.id } }));
  const rows = items(revisions.data);
  const columns: Column<Model<'Revision'>>[] = [
    { title: 'Revision', cell: (one) => <span className="tabular">{one.number}</span> },
    { title: 'State', cell: (one) => <RevisionBadge revision={one} api={api} /> },
    { title: 'Version', from: 'md', cell: (one) => <span className="breaks text-ink-soft">{one.api_version || '–'}</span> },
    { title: 'Breaks', isNumber: true, from: 'sm', cell: ({ breaking }) => (breaking > 0 ? <Badge tone="bad">{breaking}</Badge> : <span className="text-ink-faint">0</span>) },
    { title: 'Tools', isNumber: true, cell: ({ tools }) => whole(tools) }, { title: 'Errors', isNumber: true, from: 'md', cell: ({ errors }) => whole(errors) }, { title: 'Warnings', isNumber: true, from: 'md', cell: ({ warnings }) => whole(warnings) },
    { title: 'Read', isNumber: true, cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
  ];
  return (
    <Panel title="Revisions" words="One for each time that the document was read and had changed." isFlush actions={<RefreshButton api={api} />}>
      {revisions.error ? <Trouble error={revisions.error} onRetry={() => void revisions.refetch()} />
        : revisions.isPending ? <SkeletonRows rows={3} />
          : rows.length > 0 ? <Table label="Revisions" rows={rows} columns={columns} keyOf={({ id }) => id} hrefOf={({ number }) => to.api(organisation, api.slug, 'revisions', { revision: number })} more={revisions.hasNextPage ? { isReading: revisions.isFetchingNextPage, read: () => void revisions.fetchNextPage() } : undefined} />
            : <Empty icon={<GitCommitVertical />} title="No revisions yet" words="The first one is made when the document has been read." />}
    </Panel>
  );
}
