'use client';
// What happened to an API, and the jobs that worked on it.

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { EventList } from '@/features/organisation/event-list';
import { JobSheet } from '@/features/jobs/job-sheet';
import { JOB_COLUMNS } from '@/features/jobs/columns';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Panel } from '@/ui/page';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { Table } from '@/ui/table';

export function ApiEvents({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, may } = useOrganisation();
  const set = useSetParameters();
  const open = useParameter('job');
  const events = useInfiniteQuery({ ...list('/organisations/{organisation}/events', { path: { organisation }, query: { subject: api.id } }), enabled: may('events:read') });
  const jobs = useInfiniteQuery({ ...list('/organisations/{organisation}/jobs', { path: { organisation }, query: { subject: api.id, limit: 20 } }), enabled: may('jobs:read') });
  const done = items(jobs.data);
  return (
    <>
      <Panel title="Events" isFlush>
        {events.error ? <Trouble error={events.error} onRetry={() => void events.refetch()} /> : events.isPending ? <SkeletonRows rows={4} /> : <EventList events={events} empty={<Empty icon={<History />} title="Nothing happened yet" />} />}
      </Panel>
      <Panel title="Jobs" words="Work on its document, in the background." isFlush>
        {jobs.error ? <Trouble error={jobs.error} onRetry={() => void jobs.refetch()} />
          : jobs.isPending ? <SkeletonRows rows={2} />
            : done.length === 0 ? <p className="px-5 py-4 text-ink-soft">None yet.</p>
              : <Table label="Jobs" rows={done} columns={JOB_COLUMNS} keyOf={({ id }) => id} hrefOf={({ id }) => to.api(organisation, api.slug, 'events', { job: id })} more={jobs.hasNextPage ? { isReading: jobs.isFetchingNextPage, read: () => void jobs.fetchNextPage() } : undefined} />}
      </Panel>
      <JobSheet job={done.find(({ id }) => id === open)} isOpen={open !== ''} onClose={() => set({ job: '' })} />
    </>
  );
}
