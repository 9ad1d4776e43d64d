'use client';
// Changes one's password. Other sign-ins end with it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed, read } from '@/hub/query';
import { Button } from '@/ui/button';
import { PasswordField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';

export function Password() {
  const { me } = useOrganisation();
  const about = useQuery(read('/about'));
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => answer(hub.PUT('/me/password', { body: { password: present, new_password: next } })),
    onSuccess: () => {
      setPresent('');
      setNext('');
      void changed('/me/sessions');
      told('The password is changed', 'Your other sign-ins have ended.');
    },
  });
  const problem = change.error instanceof HubProblem ? change.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const length = about.data?.password_length ?? 12;
  const why = !present ? 'Type your present password first' : next.length < length && `The new one needs at least ${length} characters`;
  const submit = (event: FormEvent) => { event.preventDefault(); if (!why) change.mutate(); };
  return (
    <Panel title="Password">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <input type="email" value={me.email} readOnly hidden autoComplete="username" />
        <div className="grid gap-4 sm:grid-cols-2">
          <PasswordField label="Present password" value={present} onChange={(event) => setPresent(event.target.value)} autoComplete="current-password" error={said('password')} />
          <PasswordField label="New password" value={next} onChange={(event) => setNext(event.target.value)} autoComplete="new-password" hint={`At least ${length} characters.`} error={said('new_password')} />
        </div>
        {!said('password') && !said('new_password') && <Failure error={change.error} />}
        <div><Button type="submit" busy={change.isPending} disabled={why}>Change the password</Button></div>
      </form>
    </Panel>
  );
}
