'use client';
// How a server is served: which version to whom, where, how its processes do, and what has happened; with the ways to change it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Rocket, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Panel, Stat } from '@/ui/page';
import { Callout, Empty, Skeleton } from '@/ui/states';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { DeploymentStatus } from '../deployment';
import { amountInWords, PLACES } from '../targets';
import { draftOf } from '../where-draft';
import { CanaryPanel } from './canary';
import { DeployDialog, deploymentChanged, useVersions } from './deploy-dialog';
import { History } from './history';
import { Processes } from './processes';
import { Where } from './where';

export function Deployments({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const versions = useVersions(server);
  const deployment = useQuery({ ...read('/organisations/{organisation}/servers/{server}/deployment', { path: { organisation, server: server.slug } }), enabled: Boolean(server.deployment), refetchInterval: ({ state }) => (state.data && !state.data.is_settled ? 1500 : false) });
  const [isDeploying, deploy] = useState(false);
  const now = deployment.data ?? server.deployment ?? undefined;
  if (!server.latest_version) {
    return <Panel isFlush><Empty icon={<Rocket />} title="Nothing to deploy yet" words="Make a version of the design first. It is what agents then have, until you deploy another one."><LinkButton look="primary" href={to.server(organisation, server.slug, 'versions')}>Make a version</LinkButton></Empty></Panel>;
  }
  const isThere = now !== undefined && (now.is_wanted || now.state === 'stopping');
  const history = <History server={server} versions={versions.data ?? []} />;
  return (
    <>
      {isThere ? (
        <>
          <Now server={server} deployment={now} versions={versions.data} onDeploy={() => deploy(true)} />
          {now.is_wanted && <CanaryPanel key={now.canary?.version} server={server} deployment={now} versions={versions.data ?? []} onDeploy={() => deploy(true)} />}
          {PLACES[now.target].replica && <Processes server={server} deployment={now} versions={versions.data ?? []} />}
          <Where key={JSON.stringify(draftOf(now))} server={server} deployment={now} />
          {history}
        </>
      ) : (
        <>
          <Panel isFlush><Empty icon={<Rocket />} title={now ? 'It is stopped' : 'It is not deployed'} words="Nobody can connect to it until a version is deployed."><Button look="primary" icon={<Rocket className="size-3.5" />} disabled={lacks('servers:deploy')} onClick={() => deploy(true)}>Deploy a version</Button></Empty></Panel>
          {now && history}
        </>
      )}
      {/* In one place, whatever is above it: it closes itself once the server is there. */}
      <DeployDialog server={server} isOpen={isDeploying} onClose={() => deploy(false)} />
    </>
  );
}

/** What to do about a state, in words. */
function advice({ state, target }: Model<'Deployment'>): string {
  if (state === 'degraded') return 'Callers are still answered. The log says why some of it does not run; a rollback brings the version before back at once.';
  return PLACES[target].advice;
}

function Now({ server, deployment, versions, onDeploy }: { server: Model<'Server'>; deployment: Model<'Deployment'>; versions: Model<'ServerVersion'>[] | undefined; onDeploy: () => void }) {
  const { slug: organisation, lacks } = useOrganisation();
  const [asked, ask] = useState<'stop' | 'back'>();
  const path = { organisation, server: server.slug };
  const version = versions?.find(({ id }) => id === deployment.version);
  const before = version && versions?.find(({ number }) => number === version.number - 1);
  const stop = useMutation({ mutationFn: () => answer(hub.DELETE('/organisations/{organisation}/servers/{server}/deployment', { params: { path } })), onSuccess: async () => { await deploymentChanged(); told(`${server.name} is stopped`, 'Deploying any version brings it back.'); }, onError: (error) => failed('Not stopped', error) });
  const back = useMutation({ mutationFn: () => answer(hub.POST('/organisations/{organisation}/servers/{server}/deployment/rollback', { params: { path } })), onSuccess: async () => { await deploymentChanged(); told('Rolled back'); }, onError: (error) => failed('Not rolled back', error) });
  const amount = amountInWords(deployment);
  const why = lacks('servers:deploy');
  const isBad = deployment.state === 'failed' || deployment.state === 'degraded';
  return (
    <Panel
      title="Now"
      actions={(
        <>
          <Button size="small" icon={<Square className="size-3.5" />} disabled={why || (!deployment.is_wanted && 'It is being stopped')} onClick={() => ask('stop')}>Stop</Button>
          <Button size="small" icon={<RotateCcw className="size-3.5" />} busy={back.isPending} disabled={why || (!deployment.canary && !before && 'There is no older version')} onClick={() => ask('back')}>Roll back</Button>
          <Button size="small" look="primary" icon={<Rocket className="size-3.5" />} disabled={why} onClick={onDeploy}>Deploy a version</Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        {!versions ? <Skeleton className="h-20 w-full" /> : (
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Stat name="State" value={<DeploymentStatus deployment={deployment} />} aside={deployment.is_asleep ? 'the first call wakes it' : <>since <Time at={deployment.since} /></>} />
            <Stat name="Version" value={version?.number ?? '–'} aside={version?.note && <span className="breaks line-clamp-2">{version.note}</span>} />
            <Stat name="Callers" value={deployment.canary ? `${100 - deployment.canary.percent} %` : 'Everybody'} aside={deployment.canary && 'the others have the canary'} />
            <Stat name="Runs" value={amount ? `In ${amount}` : PLACES[deployment.target].title} aside={amount && (deployment.scaling ? 'as many as there is to do, for each version' : 'for each version')} />
          </div>
        )}
        {isBad && <Callout tone={deployment.state === 'failed' ? 'bad' : 'warn'} title={sentence(deployment.message || `it is ${deployment.state}`)} actions={<LinkButton size="small" href={to.server(organisation, server.slug, 'logs')}>See the log</LinkButton>}>{advice(deployment)}</Callout>}
        {!isBad && deployment.message && <p className="breaks text-ink-soft">{sentence(deployment.message)}</p>}
      </div>
      <Confirm title={`Stop ${server.name}?`} words="Nobody can call it any more. What is being answered gets the time to end. Deploying a version brings it back, at the same address." action="Stop it" isOpen={asked === 'stop'} onClose={() => ask(undefined)} onConfirm={() => stop.mutateAsync()} />
      <Confirm title={deployment.canary ? 'End the canary?' : `Go back to version ${before?.number ?? ''}?`} words={deployment.canary ? `Everybody gets version ${version?.number ?? ''} again.` : `Everybody gets version ${before?.number ?? ''} instead of ${version?.number ?? ''}. You can deploy the newer one again at any time.`} action={deployment.canary ? 'End it' : 'Roll back'} isOpen={asked === 'back'} onClose={() => ask(undefined)} onConfirm={() => back.mutateAsync()} />
    </Panel>
  );
}
