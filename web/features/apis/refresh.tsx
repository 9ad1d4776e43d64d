'use client';
// Reads an API's document anew, follows the job that does, and says what came of it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, read } from '@/hub/query';
import { Button } from '@/ui/button';
import { failed, told } from '@/ui/toast';

type Job = Model<'Job'>;

/** What a compilation came to. */
function tell(job: Job) {
  const result = (job.result ?? {}) as { changed?: boolean; state?: string; number?: number; breaking?: number };
  if (job.state === 'failed') failed('The document could not be read', new Error(job.error ?? 'the job does not say why'));
  else if (job.state === 'cancelled') told('It was called off');
  else if (!result.changed) told('The document has not changed');
  else if (result.state === 'pending') told(`Revision ${result.number} waits for approval`, result.breaking ? `It breaks ${result.breaking === 1 ? 'one thing' : `${result.breaking} things`} for agents.` : undefined);
  else if (result.state === 'unusable') failed(`Revision ${result.number} is of no use`, new Error(sentence('its findings say why')));
  else told(`Revision ${result.number} is current now`);
}

export function RefreshButton({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const said = useRef('');
  const refresh = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/refreshes', { params: { path: { organisation, api: api.id } } })),
    onError: (problem) => failed('The document could not be read anew', problem),
  });
  const id = refresh.data?.job ?? '';
  const job = useQuery({
    ...read('/organisations/{organisation}/jobs/{job}', { path: { organisation, job: id } }), enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && !['queued', 'running'].includes(state.data.state) ? false : 400),
  });
  const ended = job.data && !['queued', 'running'].includes(job.data.state) ? job.data : undefined;
  useEffect(() => {
    if (!ended || said.current === ended.id) return;
    said.current = ended.id;
    tell(ended);
    void changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}/revisions', '/organisations/{organisation}/apis/{api}/revisions/{revision}', '/organisations/{organisation}/apis/{api}/revisions/{revision}/report');
  }, [ended]);
  const isBusy = refresh.isPending || (id !== '' && !ended && !job.error);
  return (
    <Button size="small" icon={<RefreshCw className="size-3.5" />} busy={isBusy} disabled={lacks('apis:update')} onClick={() => refresh.mutate()}>
      {isBusy ? sentence(job.data?.progress.message || 'is being read').replace(/\.$/, '…') : 'Read it anew'}
    </Button>
  );
}
