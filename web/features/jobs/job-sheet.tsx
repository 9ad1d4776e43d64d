'use client';
// One job in full: where it stands, what it says, what it came to; to be called off, or tried once more.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, read } from '@/hub/query';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Json } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { Facts } from '@/ui/page';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { Clock, Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { JobStatus, jobInWords, took } from './columns';

type Job = Model<'Job'>;

const isOver = ({ state }: Job) => !['queued', 'running'].includes(state);

interface SheetProps {
  /** As the list has it; it is followed from there. */
  job: Job | undefined;
  isOpen: boolean;
  onClose: () => void;
}

export function JobSheet({ job: listed, isOpen, onClose }: SheetProps) {
  // Jobs of the hub itself belong to no organisation, and are only listed.
  const isRead = isOpen && Boolean(listed?.organisation);
  const one = useQuery({
    ...read('/organisations/{organisation}/jobs/{job}', { path: { organisation: listed?.organisation ?? '', job: listed?.id ?? '' } }), enabled: isRead,
    refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? 1000 : false),
  });
  const job = one.data ?? listed;
  return (
    <Sheet title={job ? jobInWords(job.kind) : 'Job'} words={job && <code className="font-mono">{job.kind}</code>} isOpen={isOpen} onClose={onClose} footer={job && <Actions job={job} />}>
      {one.error ? <Trouble what="job" error={one.error} onRetry={() => void one.refetch()} /> : !job ? <Skeleton className="h-64 w-full" /> : <Whole job={job} />}
    </Sheet>
  );
}

function Whole({ job }: { job: Job }) {
  const { organisation, kind, progress } = job;
  const { slug } = useOrganisation();
  const api = kind === 'compile-api' && typeof job.task.api === 'string' ? job.task.api : undefined;
  return (
    <div className="flex flex-col gap-5">
      {job.error && <Callout tone="bad" title={isOver(job) ? 'Why it failed' : 'Why the last attempt failed'}>{sentence(job.error)}</Callout>}
      <Facts facts={[
        ['State', <JobStatus key="s" job={job} />], ['It does', !isOver(job) && progress.message && `${sentence(progress.message)}${progress.total > 0 ? ` ${progress.done} of ${progress.total}` : ''}`],
        ['Attempts', `${job.attempts} of ${job.attempts_allowed}`], ['Next one', job.state === 'queued' && <Time key="d" at={job.due_at} />],
        ['Asked for', <span key="c"><Clock at={job.created_at} /> · <Time at={job.created_at} /></span>], ['Begun', job.started_at && <Clock key="b" at={job.started_at} />], ['Ended', job.finished_at && <Clock key="e" at={job.finished_at} />], ['Took', took(job)],
        ['API', api && <Link key="a" href={to.api(organisation ?? slug, api)} className="text-accent-text underline">{api}</Link>], ['Job', <Tag key="i">{job.id}</Tag>],
      ]} />
      {job.result && <Json title="What it came to" value={job.result} />}
      <Json title="What is to be done" value={job.task} />
    </div>
  );
}

function Actions({ job }: { job: Job }) {
  const { lacks } = useOrganisation();
  const organisation = job.organisation ?? '';
  const anew = () => changed('/organisations/{organisation}/jobs', '/organisations/{organisation}/jobs/{job}', '/admin/jobs');
  const cancel = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/jobs/{job}/cancellation', { params: { path: { organisation, job: job.id } } })),
    onSuccess: async () => { await anew(); told('It is called off'); },
    onError: (error) => failed('It was not called off', error),
  });
  const again = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/jobs/{job}/retries', { params: { path: { organisation, job: job.id } } })),
    onSuccess: async () => { await anew(); told('It is tried once more', 'As a job of its own.'); },
    onError: (error) => failed('It is not tried again', error),
  });
  if (!organisation) return null;
  if (!isOver(job)) return <Button busy={cancel.isPending} disabled={lacks('jobs:cancel') || (job.is_cancelling && 'It is being called off')} onClick={() => cancel.mutate()}>Call it off</Button>;
  return <Button busy={again.isPending} disabled={lacks('jobs:retry')} onClick={() => again.mutate()}>Try it once more</Button>;
}
