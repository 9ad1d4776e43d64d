'use client';
// One's own account: name, password, second factor, sign-ins.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { Facts, Page, Panel } from '@/ui/page';
import { Failure } from '@/ui/states';
import { Time } from '@/ui/time';
import { told } from '@/ui/toast';
import { Password } from './password';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';

export function Account() {
  return (
    <Page title="Your account" words="The same in all organisations of this hub." isNarrow>
      <Profile />
      <Password />
      <SecondFactor />
      <Sessions />
    </Page>
  );
}

function Profile() {
  const { me } = useOrganisation();
  const [name, setName] = useState(me.name);
  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/me', { body: { name: name.trim() } })),
    onSuccess: async () => { await changed('/me', '/organisations/{organisation}/members'); told('Saved'); },
  });
  const wrong = save.error instanceof HubProblem ? save.error.of('name') : undefined;
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim() !== me.name) save.mutate(); };
  return (
    <Panel title="Profile">
      <div className="flex flex-col gap-5">
        <Facts facts={[['Email', me.email], ['Since', <Time key="s" at={me.created_at} />], ['Rights', me.is_admin && <Badge key="a" tone="accent">Administers the hub</Badge>]]} />
        <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3">
          <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="name" error={wrong && sentence(wrong)} hint="As others see you." className="w-full max-w-sm" />
          <Button type="submit" className="mt-6.5" busy={save.isPending} disabled={(name.trim() === me.name && 'Nothing is changed') || (!name.trim() && 'Write a name first')}>Save</Button>
        </form>
        {!wrong && <Failure error={save.error} />}
      </div>
    </Panel>
  );
}
