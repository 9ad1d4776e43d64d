'use client';
// An organisation itself: its name and address, the key that seals its secrets, and its end.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed, read } from '@/hub/query';
import { to } from '@/routes';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { count } from '@/ui/numbers';
import { Page, Panel } from '@/ui/page';
import { Failure } from '@/ui/states';
import { failed, told } from '@/ui/toast';

export function OrganisationSettings() {
  const { slug, name } = useOrganisation();
  return (
    <Page title="Settings" words={`Of ${name}.`} isNarrow>
      <Naming key={slug} />
      <DataKey />
      <End />
    </Page>
  );
}

function Naming() {
  const { slug: organisation, name: present, lacks } = useOrganisation();
  const router = useRouter();
  const [name, setName] = useState(present);
  const [slug, setSlug] = useState(organisation);
  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/organisations/{organisation}', { params: { path: { organisation } }, body: { name: name.trim(), slug: slug.trim() } })),
    onSuccess: async (now) => {
      told('Saved');
      // The address that is shown names it by its slug.
      if (now.slug !== organisation) router.replace(to.organisation(now.slug, 'settings'));
      await changed('/organisations', '/organisations/{organisation}');
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const isSame = name.trim() === present && slug.trim() === organisation;
  const submit = (event: FormEvent) => { event.preventDefault(); if (!isSame) save.mutate(); };
  return (
    <Panel title="Name">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
          <TextField label="In addresses" mono value={slug} onChange={(event) => setSlug(event.target.value)} autoComplete="off" error={said('slug')} hint={slug === organisation ? 'Lower-case letters, digits and hyphens.' : 'Addresses of its servers change with it: clients have to be told the new ones.'} />
        </div>
        {!said('name') && !said('slug') && <Failure error={save.error} />}
        <div><Button type="submit" look="primary" busy={save.isPending} disabled={lacks('organisation:update') || (isSame && 'Nothing is changed')}>Save</Button></div>
      </form>
    </Panel>
  );
}

function DataKey() {
  const { slug: organisation, lacks } = useOrganisation();
  const [isSure, setSure] = useState(false);
  const rotate = async () => {
    try {
      await answer(hub.POST('/organisations/{organisation}/key-rotations', { params: { path: { organisation } } }));
      told('There is a new key', 'What is kept is sealed anew in the background.');
    } catch (error) {
      failed('The key was not changed', error);
      throw error;
    }
  };
  return (
    <Panel title="Key that seals secrets" words="Credentials of this organisation are sealed with a key of its own.">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-xl text-ink-soft">A new key is used from then on; what there is is sealed anew, and the old key is forgotten. Nothing stops working meanwhile.</p>
        <Button disabled={lacks('organisation:update')} onClick={() => setSure(true)}>Change the key</Button>
      </div>
      <Confirm title="Change the key that seals secrets?" words="Credentials stay as they are, and nobody has to do anything." action="Change the key" isOpen={isSure} onClose={() => setSure(false)} onConfirm={rotate} />
    </Panel>
  );
}

function End() {
  const { slug: organisation, name, lacks, may, all, me } = useOrganisation();
  const router = useRouter();
  const [isSure, setSure] = useState(false);
  const usage = useQuery({ ...read('/organisations/{organisation}/usage', { path: { organisation } }), enabled: may('usage:read') });
  const used = (resource: string) => usage.data?.items.find((one) => one.resource === resource)?.used ?? 0;
  const isPersonal = all.find(({ slug }) => slug === organisation)?.is_personal ?? false;
  const remove = async () => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}', { params: { path: { organisation } } }));
      const other = all.find(({ slug }) => slug !== organisation)?.slug;
      router.replace(other ? to.dashboard(other) : '/');
      await changed('/organisations');
      told(`${name} is deleted`);
    } catch (error) {
      failed('The organisation was not deleted', error);
      throw error;
    }
  };
  const why = isPersonal ? `It is the own organisation of ${me.name}, and goes with the account` : lacks('organisation:delete');
  const goes = `${count(used('apis'), 'API')}, ${count(used('servers'), 'server')} (${used('deployments')} deployed) and the places of ${count(used('members'), 'member')}`;
  return (
    <Panel title="Delete the organisation" className="border-bad-line">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-xl text-ink-soft">With everything in it: {goes}. Clients that use its servers are refused at once. It cannot be had back.</p>
        <Button look="danger" disabled={why} onClick={() => setSure(true)}>Delete {name}</Button>
      </div>
      <Confirm title={`Delete ${name}?`} words={<>This ends {goes}, with their credentials, keys, calls and audit log. It cannot be had back.</>} action="Delete everything" typed={organisation} isOpen={isSure} onClose={() => setSure(false)} onConfirm={remove} />
    </Panel>
  );
}
