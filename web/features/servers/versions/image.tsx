'use client';
// A version to take along as an image: built by a job that is followed here, pushed to a registry or downloaded, with what was found in it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Container } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, idempotencyKey, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, read, whole } from '@/hub/query';
import { to } from '@/routes';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { Link } from '@/ui/link';
import { SelectField } from '@/ui/select';
import { Callout, Failure, Skeleton, Trouble } from '@/ui/states';
import { failed, told } from '@/ui/toast';
import { Images } from './images';

interface ImageProps { server: Model<'Server'>; version: Model<'ServerVersion'> }

const isOver = (job: Model<'Job'>) => !['queued', 'running'].includes(job.state);

/** What a job came to. */
function tell(job: Model<'Job'>) {
  const result = (job.result ?? {}) as { name?: string; note?: string };
  if (job.state === 'failed') failed('There is no image', new Error(job.error ?? 'the job does not say why'));
  else if (job.state === 'cancelled') told('It was called off');
  else told(`${result.name ?? 'The image'} is built`, result.note && sentence(result.note));
}

export function ImageOf({ server, version }: ImageProps) {
  const { slug: organisation, lacks, may } = useOrganisation();
  const canPush = may('registries:read');
  const registries = useQuery({ ...whole('/organisations/{organisation}/registries', { path: { organisation } }), enabled: canPush });
  const [registry, choose] = useState('');
  const [tag, name] = useState('');
  const said = useRef('');
  const path = { organisation, server: server.slug, version: String(version.number) };
  const build = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/servers/{server}/versions/{version}/images', {
      params: { path, header: { 'Idempotency-Key': idempotencyKey() } }, body: { ...(registry && { registry }), ...(tag.trim() && { tag: tag.trim() }) },
    })),
  });
  const id = build.data?.job ?? '';
  const job = useQuery({
    ...read('/organisations/{organisation}/jobs/{job}', { path: { organisation, job: id } }), enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 500),
  });
  const ended = job.data && isOver(job.data) ? job.data : undefined;
  useEffect(() => {
    if (!ended || said.current === ended.id) return;
    said.current = ended.id;
    tell(ended);
    void changed('/organisations/{organisation}/servers/{server}/images', '/organisations/{organisation}/registries/{registry}', '/organisations/{organisation}/registries/{registry}/tags');
  }, [ended]);
  const isBusy = build.isPending || (id !== '' && !ended && !job.error);
  const places = [{ value: '', label: 'Nowhere: to download it' }, ...(registries.data ?? []).map((one) => ({ value: one.id, label: one.name }))];
  return (
    <section className="flex flex-col gap-3" aria-labelledby="image">
      <div><h3 id="image" className="font-semibold">Image</h3><p className="text-sm text-ink-faint">A container of a static program and this version. No secret is in it: it takes credentials from its environment. {canPush && <>Registries are <Link href={to.organisation(organisation, 'registries')} className="text-accent-text underline">kept here</Link>.</>}</p></div>
      {registries.error ? <Trouble error={registries.error} onRetry={() => void registries.refetch()} /> : canPush && registries.isPending ? <Skeleton className="h-14 w-full" /> : (
        <div className="flex flex-wrap items-end gap-3">
          <SelectField className="w-56" label="Push it to" value={registry} onChange={choose} options={places} />
          <TextField className="w-32" label="Tag" mono value={tag} onChange={(event) => name(event.target.value)} placeholder={String(version.number)} autoComplete="off" />
          <Button icon={<Container className="size-3.5" />} busy={isBusy} disabled={lacks('servers:deploy')} onClick={() => build.mutate()}>Build it</Button>
        </div>
      )}
      <Progress job={job.data} />
      <Failure error={build.error ?? job.error} />
      {ended?.state === 'failed' && <Callout tone="bad" title="There is no image">{sentence(ended.error ?? 'the job does not say why')}</Callout>}
      <Images server={server} version={version} />
    </section>
  );
}

/** How far a job is, while it is done. */
function Progress({ job }: { job: Model<'Job'> | undefined }) {
  if (!job || isOver(job)) return null;
  const { message, done, total } = job.progress;
  return (
    <div role="status" className="flex flex-col gap-1.5">
      <progress aria-label="How far it is" className="h-1.5 w-full accent-accent" max={total || 1} value={total ? done : undefined} />
      <p className="text-sm text-ink-soft">{message ? sentence(message) : 'It waits for a worker.'}</p>
    </div>
  );
}
