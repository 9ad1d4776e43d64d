'use client';
// The work of the whole hub in the background: by state and kind, one in full, called off or tried once more.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import type { Model } from '@/hub/client';
import { JOB_COLUMNS, STATES, jobInWords } from '@/features/jobs/columns';
import { JobSheet } from '@/features/jobs/job-sheet';
import { items, list, whole } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Page, Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { Empty, NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';

type State = Model<'JobState'>;

export function Jobs() {
  const set = useSetParameters();
  const state = useParameter('state') as State | '';
  const kind = useParameter('kind');
  const open = useParameter('job');
  const jobs = useInfiniteQuery({ ...list('/admin/jobs', { query: { ...(state ? { state } : {}), ...(kind ? { kind } : {}) } }), refetchInterval: 5000 });
  const rows = items(jobs.data);
  const organisations = useQuery(whole('/admin/organisations', {}));
  const whose: Column<Model<'Job'>> = { title: 'Organisation', from: 'lg', cell: ({ organisation: id }) => <span className="breaks text-ink-soft">{id ? organisations.data?.find((one) => one.id === id)?.name ?? id : 'The hub'}</span> };
  const columns = [JOB_COLUMNS[0]!, whose, ...JOB_COLUMNS.slice(1)];
  const kinds = [...new Set([...rows.map((job) => job.kind), ...(kind ? [kind] : []), 'compile-api', 'deliver-webhook', 'build-image'])].sort();
  return (
    <Page title="Jobs" words="What the hub does in the background, for all organisations.">
      <div className="flex flex-wrap gap-2">
        <FilterSelect<State | ''> label="State" value={state} onChange={(next) => set({ state: next })} options={[{ value: '', label: 'Every state' }, ...Object.entries(STATES).map(([value, { words }]) => ({ value: value as State, label: words }))]} />
        <FilterSelect label="Kind" value={kind} onChange={(next) => set({ kind: next })} options={[{ value: '', label: 'Every kind' }, ...kinds.map((value) => ({ value, label: jobInWords(value) }))]} />
      </div>
      <Panel isFlush>
        {jobs.error ? <Trouble error={jobs.error} onRetry={() => void jobs.refetch()} />
          : jobs.isPending ? <SkeletonRows />
            : rows.length > 0 ? <Table label="Jobs" rows={rows} columns={columns} keyOf={({ id }) => id} hrefOf={({ id }) => to.adminJobs(state, { kind, job: id })} more={jobs.hasNextPage ? { isReading: jobs.isFetchingNextPage, read: () => void jobs.fetchNextPage() } : undefined} />
              : state || kind ? <NothingFound what="job" onReset={() => set({ state: '', kind: '' })} /> : <Empty icon={<ListChecks />} title="Nothing was to be done yet" />}
      </Panel>
      <JobSheet job={rows.find(({ id }) => id === open)} isOpen={open !== ''} onClose={() => set({ job: '' })} />
    </Page>
  );
}
