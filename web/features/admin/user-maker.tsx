'use client';
// Makes an account for somebody, who chooses the password with a link.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Switch } from '@/ui/choices';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';

export function UserMaker({ isOpen, onClose, onMade }: { isOpen: boolean; onClose: () => void; onMade: (made: { name: string; url: string }) => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [isAdmin, setAdmin] = useState(false);
  const make = useMutation({
    mutationFn: () => answer(hub.POST('/admin/users', { body: { name: name.trim(), email: email.trim(), is_admin: isAdmin } })),
    onSuccess: async (account) => {
      await changed('/admin/users', '/admin/status');
      setName('');
      setEmail('');
      setAdmin(false);
      onClose();
      onMade({ name: account.name, url: account.link.url });
    },
  });
  const problem = make.error instanceof HubProblem ? make.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim() && email.trim()) make.mutate(); };
  return (
    <Dialog title="Make an account" words="Its owner chooses the password, with a link that you give them." isOpen={isOpen} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="user" look="primary" busy={make.isPending} disabled={(!name.trim() || !email.trim()) && 'Fill in both first'}>Make it</Button></>}>
      <form id="user" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
        <TextField label="Email" type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" error={said('email')} />
        <Switch label="Administers the hub" hint="May see and change everything, in all organisations." checked={isAdmin} onChange={setAdmin} />
        {!said('name') && !said('email') && <Failure error={make.error} />}
      </form>
    </Dialog>
  );
}
