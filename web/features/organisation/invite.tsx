'use client';
// Invites somebody: the hub makes a link, and whoever invites gives it to them.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Secret } from '@/ui/secret';
import { SelectField } from '@/ui/select';
import { Failure } from '@/ui/states';
import { BUILT_IN } from './permissions';
import { useRoles } from './roles-of';

export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { slug: organisation, name } = useOrganisation();
  const { options, own } = useRoles();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('developer');
  const invite = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/invitations', { params: { path: { organisation } }, body: { email: email.trim(), role } })),
    onSuccess: () => changed('/organisations/{organisation}/invitations'),
  });
  const close = () => {
    onClose();
    setEmail('');
    invite.reset();
  };
  const submit = (event: FormEvent) => { event.preventDefault(); invite.mutate(); };
  const problem = invite.error instanceof HubProblem ? invite.error : undefined;
  const wrong = problem?.of('email');
  const chosen = options.some(({ value }) => value === role) ? role : options[0]?.value ?? 'viewer';
  const words = BUILT_IN.find((one) => one.role === chosen)?.words ?? own.find(({ id }) => id === chosen)?.description;
  return (
    <Dialog
      title={invite.data ? `${invite.data.email} is invited` : `Invite somebody to ${name}`} isOpen={isOpen} onClose={close}
      footer={invite.data ? <><Button onClick={() => { invite.reset(); setEmail(''); }}>Invite another</Button><Button look="primary" onClick={close}>Done</Button></> : <><Button onClick={close}>Cancel</Button><Button type="submit" form="invite" look="primary" busy={invite.isPending} disabled={!email.trim() && 'Write their address first'}>Make the link</Button></>}
    >
      {invite.data ? <Secret label="Link" text={invite.data.url} words="Send them this link. It works once, for them alone, and is not shown again." /> : (
        <form id="invite" onSubmit={submit} noValidate className="flex flex-col gap-4">
          <TextField label="Email" type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" error={wrong && sentence(wrong)} hint="The link works for this address alone." />
          <SelectField label="Role" value={chosen} options={options} onChange={setRole} hint={words && sentence(words)} />
          {problem && !wrong && <Failure error={problem} />}
          {invite.error && !problem && <Failure error={invite.error} />}
        </form>
      )}
    </Dialog>
  );
}
