'use client';
// A newer version for some callers: how many, how both do, and whether everybody gets it.

import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { items, list } from '@/hub/query';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { millis, percent as share, whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Slider } from '@/ui/slider';
import { Failure } from '@/ui/states';
import { failed, told } from '@/ui/toast';
import { deploymentChanged, useDeploy } from './deploy-dialog';

interface CanaryProps {
  server: Model<'Server'>;
  deployment: Model<'Deployment'>;
  versions: readonly Model<'ServerVersion'>[];
  onDeploy: () => void;
}

export function CanaryPanel({ server, deployment, versions, onDeploy }: CanaryProps) {
  const { slug: organisation, lacks } = useOrganisation();
  const { canary } = deployment;
  // Where the slider was moved to; before, and once that is so, it is where the hub says.
  const [moved, move] = useState<number>();
  const percent = moved ?? canary?.percent ?? 10;
  const [asked, ask] = useState<'promote' | 'end'>();
  const deploy = useDeploy(server);
  const path = { organisation, server: server.slug };
  const promote = useMutation({ mutationFn: () => answer(hub.POST('/organisations/{organisation}/servers/{server}/deployment/promotion', { params: { path } })), onSuccess: async () => { await deploymentChanged(); told('Everybody gets it'); }, onError: (error) => failed('Not promoted', error) });
  const end = useMutation({ mutationFn: () => answer(hub.POST('/organisations/{organisation}/servers/{server}/deployment/rollback', { params: { path } })), onSuccess: async () => { await deploymentChanged(); told('The canary has ended'); }, onError: (error) => failed('Not ended', error) });
  const numberOf = (id: string) => versions.find((version) => version.id === id)?.number ?? '–';
  const why = lacks('servers:deploy');
  const isNewer = versions[0] && versions[0].id !== deployment.version;
  if (!canary) {
    return isNewer ? (
      <Panel title={`Version ${versions[0]!.number} is newer than what is served`} words="Deploy it for everybody, or try it with some callers at first." actions={<Button disabled={why} onClick={onDeploy}>Deploy a version</Button>}>
        <Split parts={[{ name: `Version ${numberOf(deployment.version)}`, percent: 100, isCanary: false }]} />
      </Panel>
    ) : null;
  }
  return (
    <Panel
      title="Canary" words="A caller gets the same version each time."
      actions={(
        <>
          <Button size="small" disabled={why} onClick={() => ask('end')}>End it</Button>
          <Button size="small" look="primary" disabled={why} onClick={() => ask('promote')}>Give it to everybody</Button>
        </>
      )}
    >
      <div className="flex flex-col gap-5">
        <Split parts={[{ name: `Version ${numberOf(canary.version)}`, percent, isCanary: true }, { name: `Version ${numberOf(deployment.version)}`, percent: 100 - percent, isCanary: false }]} />
        <div className="flex flex-wrap items-end gap-3">
          <Slider className="grow basis-64" label={`Callers that get version ${numberOf(canary.version)}`} min={1} max={99} value={percent} onChange={move} format={(value) => `${value} %`} />
          <Button busy={deploy.isPending} disabled={why || (percent === canary.percent && 'Move the slider first')} onClick={() => deploy.mutate({ version: deployment.version, canary: { version: canary.version, percent } }, { onSuccess: () => move(undefined) })}>Change</Button>
        </div>
        <Failure error={deploy.error} />
        <Doing server={server} versions={[canary.version, deployment.version]} numberOf={numberOf} />
      </div>
      <Confirm title={`Give version ${numberOf(canary.version)} to everybody?`} words={`It takes the place of version ${numberOf(deployment.version)} for all callers. You can roll back at any time.`} action="Give it to everybody" isOpen={asked === 'promote'} onClose={() => ask(undefined)} onConfirm={() => promote.mutateAsync()} />
      <Confirm title="End the canary?" words={`Everybody gets version ${numberOf(deployment.version)} again.`} action="End it" isOpen={asked === 'end'} onClose={() => ask(undefined)} onConfirm={() => end.mutateAsync()} />
    </Panel>
  );
}

/** Who gets what, as a bar. */
function Split({ parts }: { parts: { name: string; percent: number; isCanary: boolean }[] }) {
  return (
    <div>
      <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-hidden rounded-full">
        {parts.map(({ percent, isCanary }) => <span key={String(isCanary)} className={isCanary ? 'bg-accent' : 'bg-line-strong'} style={{ width: `${percent}%` }} />)}
      </div>
      <ul className="mt-2 flex flex-wrap justify-between gap-x-4 text-sm">
        {parts.map(({ name, percent, isCanary }) => <li key={String(isCanary)} className="flex items-center gap-2"><span aria-hidden="true" className={isCanary ? 'size-2 rounded-full bg-accent' : 'size-2 rounded-full bg-line-strong'} /><span>{name}</span><span className="tabular text-ink-faint">{percent} %</span></li>)}
      </ul>
    </div>
  );
}

/** How both do, by the newest calls of the server. */
function Doing({ server, versions, numberOf }: { server: Model<'Server'>; versions: string[]; numberOf: (id: string) => string | number }) {
  const { slug: organisation } = useOrganisation();
  const calls = useInfiniteQuery(list('/organisations/{organisation}/calls', { path: { organisation }, query: { server: server.id, limit: 200 } }));
  const all = items(calls.data);
  return (
    <table className="w-full text-left" aria-label="How both do">
      <thead><tr className="text-xs text-ink-faint"><th className="pb-1 font-medium">By the newest {whole(all.length)} calls</th><th className="pb-1 text-right font-medium">Calls</th><th className="pb-1 text-right font-medium">Failed</th><th className="pb-1 text-right font-medium">On average</th></tr></thead>
      <tbody>
        {versions.map((version) => {
          const own = all.filter((call) => call.version === version);
          const bad = own.filter(({ outcome }) => outcome === 'failed' || outcome === 'tool-error').length;
          return <tr key={version} className="border-t border-line"><th scope="row" className="py-1.5 font-normal">Version {numberOf(version)}</th><td className="tabular text-right">{whole(own.length)}</td><td className={bad > 0 ? 'tabular text-right text-bad-text' : 'tabular text-right'}>{share(bad, own.length)}</td><td className="tabular text-right">{own.length > 0 ? millis(own.reduce((sum, call) => sum + call.millis, 0) / own.length) : '–'}</td></tr>;
        })}
      </tbody>
    </table>
  );
}
