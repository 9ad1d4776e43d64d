'use client';
// The second step: the document is read; then what was found in it, and whether the API is where it says.

import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { kindOf, useCompilation, useRevision } from '@/features/apis/compilation';
import { Findings } from '@/features/apis/findings';
import { HealthStatus, useProbe } from '@/features/apis/health';
import { useOrganisation } from '@/features/shell/organisation';
import { slugOf } from '@/features/shell/slug';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button, LinkButton } from '@/ui/button';
import { TextField } from '@/ui/field';
import { millis, whole } from '@/ui/numbers';
import { Panel, Stat } from '@/ui/page';
import { Spinner } from '@/ui/spinner';
import { Callout, Failure, Skeleton, Trouble } from '@/ui/states';
import { Step } from './step';
import type { StepGiven } from './wizard';

export function FoundStep({ api, at }: StepGiven) {
  const { job, isDone, error, retry } = useCompilation(api);
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (job?.state === 'failed' || job?.state === 'cancelled') return <Unusable api={api} job={job} at={at} />;
  if (!isDone) return <Reading job={job} at={at} />;
  return <Found api={api} at={at} />;
}

const STAGES: Record<string, string> = { 'getting the documents': 'Getting the documents', compiling: 'Making tools of them', 'keeping the revision': 'Keeping what came of it' };

function Reading({ job, at }: { job: Model<'Job'> | undefined; at: StepGiven['at'] }) {
  const progress = job?.progress;
  const isRetried = (job?.attempts ?? 0) > 0 && job?.state === 'queued' && job.error;
  return (
    <Step title="The document is read" back={at('source')}>
      <Panel>
        <div role="status" className="flex items-start gap-3 py-6">
          <Spinner className="mt-1 size-4 text-accent-text" />
          <div className="min-w-0">
            <p className="font-medium">{(progress?.message && (STAGES[progress.message] ?? sentence(progress.message))) || 'Waiting for its turn'}…</p>
            {isRetried ? <p className="breaks mt-1 text-warn-text">{sentence(job.error!)} It is tried again (attempt {job.attempts + 1} of {job.attempts_allowed}).</p>
              : <p className="mt-1 text-ink-soft">With everything that it refers to. You can leave this page; it goes on.</p>}
          </div>
        </div>
      </Panel>
    </Step>
  );
}

/** Nothing could be made of the document: why, and what to do. */
function Unusable({ api, job, at }: { api: Model<'Api'>; job: Model<'Job'>; at: StepGiven['at'] }) {
  const { slug: organisation } = useOrganisation();
  // Where the document itself was had, there is a report on it.
  const { detail, report } = useRevision(api, 'last', !api.current_revision);
  const again = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/apis/{api}/refreshes', { params: { path: { organisation, api: api.id } } })),
    onSuccess: () => changed('/organisations/{organisation}/jobs'),
  });
  const source = api.source.type === 'url' ? api.source.url : 'what you gave';
  return (
    <Step title="This could not be used" back={at('source')}>
      <Callout tone="bad" title={sentence(job.error ?? 'the document could not be read')} actions={<Button busy={again.isPending} icon={<RefreshCw className="size-3.5" />} onClick={() => again.mutate()}>Try again</Button>}>
        <span className="breaks">Read from {source}.</span>
      </Callout>
      <Failure error={again.error} />
      {report && detail && <Panel title="What the document says" words={kindOf(report.kind, report.version)} isFlush><Findings report={report} /></Panel>}
      <Panel title="What you can do">
        <ul className="list-disc space-y-1.5 pl-5 text-ink-soft">
          <li>Open the address yourself: it has to show the document, a page that shows it, or be the endpoint of a live API.</li>
          <li>If it needs a login, download the document and give it as a file.</li>
          <li>If it is an address of your own network, whoever runs this hub has to allow it (setting egress.allow).</li>
        </ul>
        <LinkButton href={at('source')} look="primary" className="mt-4">Choose another source</LinkButton>
      </Panel>
    </Step>
  );
}

function Found({ api, at }: { api: Model<'Api'>; at: StepGiven['at'] }) {
  const { slug: organisation } = useOrganisation();
  const router = useRouter();
  const { detail, report, error, retry } = useRevision(api, 'last');
  const [name, setName] = useState<string>();
  const save = useMutation({
    mutationFn: async (next: string) => {
      const change = (body: Model<'ApiChange'>) => answer(hub.PATCH('/organisations/{organisation}/apis/{api}', { params: { path: { organisation, api: api.id } }, body }));
      // Its address was made of what it was called first, and becomes readable with the name; where another API has it, it stays.
      const slug = slugOf(next);
      return slug ? change({ name: next, slug }).catch(() => change({ name: next })) : change({ name: next });
    },
    onSuccess: async () => {
      await changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis');
      router.push(at('authentication'));
    },
  });
  if (error) return <Trouble error={error} onRetry={retry} />;
  if (!detail || !report) return <Skeleton className="h-96 w-full" />;

  // Until somebody says something better, an API is called after its address; its title is better.
  const isUnnamed = api.source.type === 'url' ? api.source.url.includes(api.name) : api.name === 'API';
  const shown = name ?? (isUnnamed && detail.title ? detail.title.slice(0, 100) : api.name);
  const goOn = () => {
    if (shown.trim() && shown.trim() !== api.name) save.mutate(shown.trim());
    else router.push(at('authentication'));
  };
  const wrong = save.error instanceof HubProblem ? save.error.of('name') ?? save.error.message : undefined;
  return (
    <Step title="This was found" back={at('source')} next={{ label: 'Go on', onClick: goOn, busy: save.isPending, disabled: detail.tools === 0 && 'There is no tool to go on with' }}>
      <Panel>
        <div className="flex flex-col gap-5">
          <div className="grid gap-4 sm:grid-cols-[1fr_auto] sm:items-end">
            <TextField label="Name" value={shown} onChange={(event) => setName(event.target.value)} error={wrong && sentence(wrong)} maxLength={100} />
            <p className="text-ink-soft sm:pb-2">{kindOf(report.kind, report.version)}{detail.api_version && ` · version ${detail.api_version}`} · read in {millis(report.millis)}</p>
          </div>
          <div className="grid grid-cols-2 gap-4 border-t border-line pt-4 sm:grid-cols-4">
            <Stat name="Operations" value={whole(detail.operations)} />
            <Stat name="Tools" value={whole(detail.tools)} />
            <Stat name="Left out" value={whole(report.skipped.length)} tone={report.skipped.length > 0 ? 'bad' : undefined} />
            <Stat name="Warnings" value={whole(detail.warnings)} />
          </div>
        </div>
      </Panel>
      <Place api={api} upstreams={detail.upstreams} />
      <Panel title="Findings" words="Every operation is accounted for. Nothing of this has to keep you." isFlush><Findings report={report} /></Panel>
    </Step>
  );
}

/** Where the API is: asked at once, and changed here where the document is wrong about it. */
function Place({ api, upstreams }: { api: Model<'Api'>; upstreams: string[] }) {
  const { slug: organisation, lacks } = useOrganisation();
  const probe = useProbe(api);
  const isAsked = useRef(false);
  const current = api.settings.upstream ?? upstreams[0] ?? '';
  const [url, setUrl] = useState(current);
  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/organisations/{organisation}/apis/{api}', {
      params: { path: { organisation, api: api.id } }, body: { settings: { ...api.settings, upstream: url.trim() && url.trim() !== upstreams[0] ? url.trim() : null } },
    })),
    onSuccess: async () => {
      await changed('/organisations/{organisation}/apis/{api}');
      probe.mutate();
    },
  });
  const { mutate } = probe;
  useEffect(() => {
    if (isAsked.current || lacks('apis:update')) return;
    isAsked.current = true;
    mutate();
  }, [mutate, lacks]);
  const isChanged = url.trim() !== current;
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const wrong = problem?.of('settings.upstream') ?? problem?.message;
  return (
    <Panel title="Where it is" actions={<Button size="small" busy={probe.isPending} icon={<RefreshCw className="size-3.5" />} disabled={lacks('apis:update')} onClick={() => probe.mutate()}>Look again</Button>}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-2">
          <TextField className="grow" label="Base URL" mono value={url} onChange={(event) => setUrl(event.target.value)} error={wrong && sentence(wrong)} placeholder="https://api.example.com/v1" spellCheck={false} />
          <Button className="h-9!" look={isChanged ? 'primary' : 'plain'} busy={save.isPending} disabled={lacks('apis:update') || (!isChanged && 'It is in use as it is')} onClick={() => save.mutate()}>Use this</Button>
        </div>
        <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
          {probe.isPending ? <><Spinner className="size-3.5" />It is asked whether it is there…</> : (
            <>
              <HealthStatus health={api.health} />
              {(probe.data?.message || api.health.message) && <span className="breaks">{sentence(probe.data?.message ?? api.health.message)}</span>}
              {probe.data?.ok && <span className="tabular text-ink-faint">{millis(probe.data.latency_ms)}</span>}
            </>
          )}
        </div>
        {probe.data && !probe.data.ok && <p className="text-ink-soft">Calls will fail as long as nothing answers there. If it is somewhere else, write the right address above; you can also go on and come back later.</p>}
      </div>
    </Panel>
  );
}
