'use client';
// The second factor: an authenticator app, begun with a picture that it reads, confirmed with its first code.

import { useMutation } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { Dialog } from '@/ui/dialog';
import { PasswordField, TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { Secret } from '@/ui/secret';
import { Failure, Skeleton } from '@/ui/states';
import { told } from '@/ui/toast';

const QrCode = dynamic(() => import('@/ui/qr-code').then(({ QrCode }) => QrCode), { ssr: false, loading: () => <Skeleton className="size-44" /> });

export function SecondFactor() {
  const { me } = useOrganisation();
  const [isAdding, add] = useState(false);
  const [isRemoving, remove] = useState(false);
  return (
    <Panel title={<span className="flex items-center gap-2">Second factor{me.has_second_factor ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}</span>}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-xl text-ink-soft">{me.has_second_factor ? 'A code of your authenticator app is asked for when you sign in.' : 'With an authenticator app, your password alone lets nobody in.'}</p>
        {me.has_second_factor ? <Button onClick={() => remove(true)}>Turn it off</Button> : <Button onClick={() => add(true)}>Set it up</Button>}
      </div>
      <Dialog title="Set up a second factor" isOpen={isAdding} onClose={() => add(false)}><Adding onDone={() => add(false)} /></Dialog>
      <Dialog title="Turn the second factor off" isOpen={isRemoving} onClose={() => remove(false)}><Removing onDone={() => remove(false)} /></Dialog>
    </Panel>
  );
}

function Adding({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const begin = useMutation({ mutationFn: () => answer(hub.POST('/me/second-factor', { body: { password } })) });
  const confirm = useMutation({
    mutationFn: () => answer(hub.PUT('/me/second-factor', { body: { code: code.trim() } })),
    onSuccess: () => { void changed('/me'); told('The second factor is on'); },
  });
  if (confirm.data) {
    return (
      <div className="flex flex-col gap-4">
        <Secret label="Recovery codes" text={confirm.data.recovery_codes.join('\n')} words="For when the app is lost: each works once, instead of a code. Keep them apart from your password; they are not shown again." />
        <div><Button look="primary" onClick={onDone}>I have kept them</Button></div>
      </div>
    );
  }
  if (!begin.data) {
    const refused = begin.error instanceof HubProblem ? begin.error.of('password') : undefined;
    return (
      <form onSubmit={(event) => { event.preventDefault(); if (password) begin.mutate(); }} noValidate className="flex flex-col gap-4">
        <p className="text-ink-soft">You need an authenticator app: Google Authenticator, 1Password, Aegis or another one that makes codes of six digits.</p>
        <PasswordField label="Your password" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" error={refused && sentence(refused)} />
        {!refused && <Failure error={begin.error} />}
        <div><Button type="submit" look="primary" busy={begin.isPending} disabled={!password && 'Type your password first'}>Go on</Button></div>
      </form>
    );
  }
  const wrong = confirm.error instanceof HubProblem ? confirm.error.of('code') ?? confirm.error.message : confirm.error?.message;
  const submit = (event: FormEvent) => { event.preventDefault(); if (code.trim()) confirm.mutate(); };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ol className="flex list-decimal flex-col gap-4 pl-5">
        <li>Read this with the app.<div className="mt-2 w-fit rounded-lg border border-line p-3"><QrCode text={begin.data.uri} label="For the authenticator app" /></div></li>
        <li>Or type this into it.<div className="mt-1 flex items-center gap-1"><code className="breaks font-mono text-sm" aria-label="Secret of the second factor">{begin.data.secret}</code><CopyButton text={begin.data.secret} label="Copy it" /></div></li>
        <li>Then type the code that it shows.</li>
      </ol>
      <TextField label="Code" inputMode="numeric" autoComplete="one-time-code" mono value={code} onChange={(event) => setCode(event.target.value)} error={wrong && sentence(wrong)} className="max-w-40" />
      <div><Button type="submit" look="primary" busy={confirm.isPending} disabled={!code.trim() && 'Type the code first'}>Turn it on</Button></div>
    </form>
  );
}

function Removing({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('');
  const remove = useMutation({
    mutationFn: () => answer(hub.POST('/me/second-factor/removal', { body: { password } })),
    onSuccess: async () => { await changed('/me'); told('The second factor is off'); onDone(); },
  });
  const wrong = remove.error instanceof HubProblem ? remove.error.of('password') : undefined;
  const submit = (event: FormEvent) => { event.preventDefault(); if (password) remove.mutate(); };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-ink-soft">From then on your password alone lets you in, and recovery codes are gone.</p>
      <PasswordField label="Your password" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" error={wrong && sentence(wrong)} />
      {!wrong && <Failure error={remove.error} />}
      <div><Button type="submit" look="danger" busy={remove.isPending} disabled={!password && 'Type your password first'}>Turn it off</Button></div>
    </form>
  );
}
