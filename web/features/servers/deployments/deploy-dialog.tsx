'use client';
// Has a version served: to everybody, or at first to some callers of a hundred. Says what breaks agents before it does.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Split, Users } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { Button } from '@/ui/button';
import { ChoiceCards } from '@/ui/choices';
import { Dialog } from '@/ui/dialog';
import { count } from '@/ui/numbers';
import { SelectField } from '@/ui/select';
import { Slider } from '@/ui/slider';
import { Callout, Failure } from '@/ui/states';
import { failed, told } from '@/ui/toast';

/** What is read anew after something was deployed. */
export function deploymentChanged() {
  return changed(
    '/organisations/{organisation}/servers', '/organisations/{organisation}/servers/{server}', '/organisations/{organisation}/servers/{server}/deployment',
    '/organisations/{organisation}/servers/{server}/deployment/replicas', '/organisations/{organisation}/servers/{server}/versions', '/organisations/{organisation}/events',
  );
}

export function useVersions(server: Model<'Server'>) {
  const { slug: organisation } = useOrganisation();
  return useQuery(whole('/organisations/{organisation}/servers/{server}/versions', { path: { organisation, server: server.slug } }));
}

/** Changes what is wanted, and says once it is settled what came of it. */
export function useDeploy(server: Model<'Server'>) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug };
  return useMutation({
    mutationFn: (body: Model<'NewDeployment'>) => answer(hub.PUT('/organisations/{organisation}/servers/{server}/deployment', { params: { path }, body })),
    onSuccess: async () => {
      await deploymentChanged();
      void answer(hub.GET('/organisations/{organisation}/servers/{server}/deployment', { params: { path, query: { wait: 30 } } })).then((settled) => {
        void deploymentChanged();
        if (settled.state === 'running') told(`${server.name} runs`);
        else if (settled.is_settled) failed(`${server.name} does not run`, new Error(settled.message || `it is ${settled.state}`));
      }).catch(() => undefined);
    },
  });
}

export function DeployDialog({ server, version: given, isOpen, onClose }: { server: Model<'Server'>; version?: string | undefined; isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Deploy a version" words={server.name} isOpen={isOpen} onClose={onClose}>
      {isOpen && <Form server={server} given={given} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ server, given, onClose }: { server: Model<'Server'>; given: string | undefined; onClose: () => void }) {
  const versions = useVersions(server);
  const deploy = useDeploy(server);
  const served = server.deployment?.is_wanted ? server.deployment : undefined;
  const [chosen, choose] = useState(given ?? server.latest_version ?? '');
  const [who, setWho] = useState<'all' | 'some'>('all');
  const [percent, setPercent] = useState(10);
  const all = versions.data ?? [];
  const version = all.find(({ id }) => id === chosen);
  const current = all.find(({ id }) => id === served?.version);
  const isOlder = Boolean(version && current && version.number < current.number);
  const isSame = Boolean(served && served.version === chosen);
  const breaking = !version || !current || isOlder ? 0 : all.filter(({ number }) => number > current.number && number <= version.number).reduce((sum, one) => sum + one.breaking, 0);
  const isCanary = who === 'some' && served !== undefined && !isSame;
  const submit = () => deploy.mutate(isCanary ? { version: served.version, canary: { version: chosen, percent } } : { version: chosen }, { onSuccess: onClose });
  return (
    <div className="flex flex-col gap-5">
      <SelectField label="Version" value={chosen} onChange={choose} options={all.map(({ id, number, note }) => ({ value: id, label: `${number}${note ? ` · ${note}` : ''}${id === served?.version ? ' (served now)' : ''}` }))} />
      {served && !isSame && (
        <ChoiceCards<'all' | 'some'> label="Who gets it" value={who} onChange={setWho} className="" choices={[
          { value: 'all', title: 'Everybody', words: `Instead of version ${current?.number ?? '–'}, at once.`, icon: <Users /> },
          { value: 'some', title: 'Some callers at first', words: 'A caller gets the same version each time. You see how both do, and promote it or go back.', icon: <Split /> },
        ]} />
      )}
      {isCanary && <Slider label="Callers that get it" min={1} max={99} value={percent} onChange={setPercent} format={(value) => `${value} %`} />}
      {breaking > 0 && <Callout tone="warn" title={`${count(breaking, 'change')} ${breaking === 1 ? 'breaks' : 'break'} agents`}>Prompts and saved calls that worked may fail. The version says which.</Callout>}
      {isOlder && <Callout>This goes back to an older version.</Callout>}
      {served?.canary && !isCanary && <Callout>The canary ends with it.</Callout>}
      <Failure error={deploy.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" busy={deploy.isPending} disabled={!version && 'Choose a version first'} onClick={submit}>{isCanary ? `Give it to ${percent} %` : isSame ? 'Deploy it again' : 'Deploy'}</Button>
      </div>
    </div>
  );
}
