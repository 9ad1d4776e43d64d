'use client';
// Adds a registry of images, or changes one. A password that is kept is never read again, and stays unless another one is given.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/choices';
import { Dialog } from '@/ui/dialog';
import { PasswordField, TextArea, TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';

export interface RegistryDraft {
  id?: string;
  name: string;
  address: string;
  hasLogin: boolean;
  isInsecure: boolean;
  authorities: string;
  /** Tags of each repository; 0: all. */
  keep: number;
}

export function RegistryEditor({ draft, onClose }: { draft: RegistryDraft | undefined; onClose: () => void }) {
  const [shown, show] = useState(draft);
  if (draft && draft !== shown) show(draft);
  return (
    <Dialog
      title={shown?.id ? `Change ${shown.name}` : 'Add a registry'} isOpen={draft !== undefined} onClose={onClose} className="max-w-xl"
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="registry" look="primary">{shown?.id ? 'Save' : 'Add it'}</Button></>}
    >
      {shown && <Form key={shown.id ?? 'new'} draft={shown} onClose={onClose} />}
    </Dialog>
  );
}

const FIELDS = ['name', 'address', 'login', 'login.user', 'login.password', 'authorities', 'keep'];

function Form({ draft, onClose }: { draft: RegistryDraft; onClose: () => void }) {
  const { slug: organisation } = useOrganisation();
  const [name, setName] = useState(draft.name);
  const [address, setAddress] = useState(draft.address);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [isForgotten, forget] = useState(false);
  const [isInsecure, allow] = useState(draft.isInsecure);
  const [authorities, trust] = useState(draft.authorities);
  const [keep, setKeep] = useState(draft.keep === 0 ? '' : String(draft.keep));
  const save = useMutation({
    mutationFn: async () => {
      const login = user || password ? { user, password } : undefined;
      const body = { name: name.trim(), address: address.trim(), is_insecure: isInsecure, authorities: authorities.trim(), keep: Number(keep) || 0, ...(login && { login }) };
      if (draft.id) await answer(hub.PATCH('/organisations/{organisation}/registries/{registry}', { params: { path: { organisation, registry: draft.id } }, body: { ...body, forget_login: isForgotten && !login } }));
      else await answer(hub.POST('/organisations/{organisation}/registries', { params: { path: { organisation } }, body }));
    },
    onSuccess: async () => {
      await changed('/organisations/{organisation}/registries', '/organisations/{organisation}/registries/{registry}');
      onClose();
      told(draft.id ? `${name.trim()} is changed` : `${name.trim()} is added`, draft.id ? undefined : 'Try it, to see whether it lets the hub in.');
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const said = (...fields: string[]) => { const words = fields.map((field) => problem?.of(field)).find(Boolean); return words ? sentence(words) : undefined; };
  const submit = (event: FormEvent) => { event.preventDefault(); if (!save.isPending) save.mutate(); };
  return (
    <form id="registry" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
      <TextField label="Address" mono value={address} onChange={(event) => setAddress(event.target.value)} placeholder="registry.example.com/team" autoComplete="off" error={said('address')} hint="Its host, and the path that all repositories begin with." />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="User" value={user} onChange={(event) => setUser(event.target.value)} autoComplete="off" error={said('login.user')} aside={draft.hasLogin ? 'one is kept' : 'optional'} disabled={isForgotten} />
        <PasswordField label="Password or token" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="new-password" error={said('login', 'login.password')} disabled={isForgotten} />
      </div>
      {draft.hasLogin && <Checkbox label="Forget the user and the password that are kept" checked={isForgotten} onChange={forget} />}
      <TextField label="Tags to keep" type="number" min={0} max={1000} value={keep} onChange={(event) => setKeep(event.target.value)} placeholder="All" error={said('keep')} hint="Of each repository, the newest of those that were pushed from here. Older ones are deleted after each push." />
      <details className="flex flex-col gap-4">
        <summary className="cursor-pointer text-sm font-medium text-ink-soft hover:text-ink">How it is reached</summary>
        <div className="mt-3 flex flex-col gap-4">
          <Checkbox label="It may be without TLS: the password goes in the clear" checked={isInsecure} onChange={allow} />
          <TextArea label="Certificates" mono rows={4} value={authorities} onChange={(event) => trust(event.target.value)} placeholder="-----BEGIN CERTIFICATE-----" error={said('authorities')} hint="In PEM: what its own certificate may be signed by, beside what everybody trusts." />
        </div>
      </details>
      {!said(...FIELDS) && <Failure error={save.error} />}
    </form>
  );
}
