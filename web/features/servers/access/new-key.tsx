'use client';
// A key for one server: what it is called, which tools it may call, and when it ends.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem } from '@/hub/problem';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { Dialog } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import { SelectField } from '@/ui/select';
import { Callout, Failure } from '@/ui/states';

type Made = Model<'ApiKeyWithSecret'>;

/** Days until a key ends. */
const ENDS = [{ value: '', label: 'Never' }, { value: '7', label: 'In 7 days' }, { value: '30', label: 'In 30 days' }, { value: '90', label: 'In 90 days' }, { value: '365', label: 'In a year' }];

export function NewKey({ server, isOpen, onClose, onMade }: { server: Model<'Server'>; isOpen: boolean; onClose: () => void; onMade: (made: Made) => void }) {
  return (
    <Dialog title="Make a key" words={`It may call ${server.name}, and do nothing else.`} isOpen={isOpen} onClose={onClose}>
      {isOpen && <Form server={server} onClose={onClose} onMade={onMade} />}
    </Dialog>
  );
}

function Form({ server, onClose, onMade }: { server: Model<'Server'>; onClose: () => void; onMade: (made: Made) => void }) {
  const { slug: organisation } = useOrganisation();
  const [name, setName] = useState('');
  const [tools, setTools] = useState('');
  const [days, setDays] = useState('');
  const make = useMutation({
    mutationFn: () => answer(hub.POST('/organisations/{organisation}/api-keys', {
      params: { path: { organisation } },
      body: {
        name: name.trim(), scopes: ['servers:call'], reach: { servers: [server.id], tools: tools.split(/[\s,]+/).filter(Boolean) },
        ...(days ? { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() } : {}),
      },
    })),
    onSuccess: onMade,
  });
  const problem = make.error instanceof HubProblem ? make.error : undefined;
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim()) make.mutate(); };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField label="Name" autoFocus value={name} onChange={(event) => setName(event.target.value)} error={problem?.of('name')} hint="After its client, or who has it." />
      <TextArea label="Only these tools" aside="optional" mono rows={2} spellCheck={false} value={tools} onChange={(event) => setTools(event.target.value)} error={problem?.of('reach.tools')} placeholder="list_* get_*" hint="Names or patterns, with spaces between them. All where nothing is said." />
      <SelectField label="Ends" value={days} options={ENDS} onChange={setDays} className="max-w-48" />
      {problem?.errors.length ? null : <Failure error={make.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={make.isPending} disabled={!name.trim() && 'Give it a name first'}>Make the key</Button>
      </div>
    </form>
  );
}

/** The key, this once. */
export function MadeKey({ made }: { made: Made }) {
  return (
    <Callout tone="good" title={`The key of ${made.name}`}>
      <span className="flex items-center gap-1 text-ink"><code className="breaks font-mono text-sm" data-testid="key">{made.key}</code><CopyButton text={made.key} label="Copy the key" /></span>
      Take it along now: it is not shown again.
    </Callout>
  );
}
