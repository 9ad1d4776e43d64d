'use client';
// Adds a receiver of events, or changes one.

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/choices';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';

export interface WebhookDraft {
  id?: string;
  name: string;
  url: string;
  kinds: readonly string[];
}

/** Families of events that somebody may want to hear of, and single ones. */
const KINDS: readonly [kind: string, words: string][] = [
  ['api.unhealthy', 'An API does not answer any more'], ['api.healthy', 'An API answers again'], ['api.revised', 'A document changed, and there is a new revision'],
  ['deployment.', 'Deployments start, run, degrade, fail and stop'], ['job.failed', 'A job failed'], ['member.', 'Members come, go and change roles'], ['api-key.', 'Keys are made, rotated and revoked'],
];

export function WebhookEditor({ draft, onClose, onMade }: { draft: WebhookDraft | undefined; onClose: () => void; onMade: (made: Model<'WebhookWithSecret'>) => void }) {
  const [shown, show] = useState(draft);
  if (draft && draft !== shown) show(draft);
  return (
    <Dialog
      title={shown?.id ? `Change ${shown.name}` : 'Add a webhook'} isOpen={draft !== undefined} onClose={onClose} className="max-w-xl"
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="webhook" look="primary">{shown?.id ? 'Save' : 'Add it'}</Button></>}
    >
      {shown && <Form key={shown.id ?? 'new'} draft={shown} onClose={onClose} onMade={onMade} />}
    </Dialog>
  );
}

function Form({ draft, onClose, onMade }: { draft: WebhookDraft; onClose: () => void; onMade: (made: Model<'WebhookWithSecret'>) => void }) {
  const { slug: organisation } = useOrganisation();
  const [name, setName] = useState(draft.name);
  const [url, setUrl] = useState(draft.url);
  const [isAll, setAll] = useState(draft.kinds.length === 0);
  const [kinds, setKinds] = useState<readonly string[]>(draft.kinds);
  const others = kinds.filter((kind) => !KINDS.some(([known]) => known === kind));
  const save = useMutation({
    mutationFn: async () => {
      const body = { name: name.trim(), url: url.trim(), kinds: isAll ? [] : [...kinds] };
      if (draft.id) await answer(hub.PATCH('/organisations/{organisation}/webhooks/{webhook}', { params: { path: { organisation, webhook: draft.id } }, body }));
      else return answer(hub.POST('/organisations/{organisation}/webhooks', { params: { path: { organisation } }, body }));
      return undefined;
    },
    onSuccess: async (made) => {
      await changed('/organisations/{organisation}/webhooks');
      onClose();
      if (made) onMade(made);
      else told(`${name.trim()} is changed`);
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const toggle = (kind: string, isOn: boolean) => setKinds(isOn ? [...kinds, kind] : kinds.filter((one) => one !== kind));
  const submit = (event: FormEvent) => { event.preventDefault(); if (!save.isPending) save.mutate(); };
  return (
    <form id="webhook" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
      <TextField label="Address" type="url" mono value={url} onChange={(event) => setUrl(event.target.value)} placeholder="https://example.com/hooks/mcphub" autoComplete="off" error={said('url')} hint="It gets a POST for each event." />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">What it hears of</legend>
        <Checkbox label="Everything that happens" checked={isAll} onChange={setAll} />
        {!isAll && <div className="ml-1 flex flex-col gap-2 border-l border-line pl-4">{[...KINDS, ...others.map((kind) => [kind, ''] as const)].map(([kind, words]) => <Checkbox key={kind} label={<>{words || kind} {words && <code className="font-mono text-xs text-ink-faint">{kind}{kind.endsWith('.') && '*'}</code>}</>} checked={kinds.includes(kind)} onChange={(isOn) => toggle(kind, isOn)} />)}</div>}
      </fieldset>
      {!said('name') && !said('url') && <Failure error={save.error} />}
    </form>
  );
}
