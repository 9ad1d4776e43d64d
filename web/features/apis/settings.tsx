'use client';
// An API's settings: what it is called, where its document comes from, how it is read, watched and called; and its end.

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed } from '@/hub/query';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { Switch } from '@/ui/choices';
import { TextArea, TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import { Failure } from '@/ui/states';
import { told } from '@/ui/toast';
import { ApiEnd } from './end';
import { EVERY, KIND_OPTIONS, VALIDATIONS, draftOf, settingsOf, sourceOf, tagsOf } from './settings-draft';

export function ApiSettings({ api }: { api: Model<'Api'> }) {
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <Form key={api.updated_at} api={api} />
      <ApiEnd api={api} />
    </div>
  );
}

function Form({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const router = useRouter();
  const [begun] = useState(() => draftOf(api));
  const [draft, setDraft] = useState(begun);
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const save = useMutation({
    mutationFn: () => answer(hub.PATCH('/organisations/{organisation}/apis/{api}', {
      params: { path: { organisation, api: api.id } },
      body: { name: draft.name.trim(), slug: draft.slug.trim(), description: draft.description, tags: tagsOf(draft), settings: settingsOf(api, draft), ...sourceOf(api, draft) },
    })),
    onSuccess: async (now) => {
      told('Saved', begun.url !== draft.url ? 'The document is read from its new address.' : undefined);
      if (now.slug !== api.slug) router.replace(to.api(organisation, now.slug, 'settings'));
      await changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis');
    },
  });
  const problem = save.error instanceof HubProblem ? save.error : undefined;
  const said = (...fields: string[]) => { const words = fields.map((field) => problem?.of(field)).find(Boolean); return words ? sentence(words) : undefined; };
  const isSame = JSON.stringify(begun) === JSON.stringify(draft);
  const isBeside = (problem?.errors ?? []).some(({ field }) => /^(name|slug|description|tags|source|settings\.(upstream|probe|only))/.test(field));
  const submit = (event: FormEvent) => { event.preventDefault(); if (!isSame) save.mutate(); };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <Panel title="Name">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Name" value={draft.name} onChange={(event) => set({ name: event.target.value })} autoComplete="off" error={said('name')} />
          <TextField label="In addresses" mono value={draft.slug} onChange={(event) => set({ slug: event.target.value })} autoComplete="off" error={said('slug')} hint="Lower-case letters, digits and hyphens." />
          <TextArea label="Description" aside="optional" value={draft.description} onChange={(event) => set({ description: event.target.value })} rows={3} className="sm:col-span-2" error={said('description')} />
          <TextField label="Tags" aside="optional" value={draft.tags} onChange={(event) => set({ tags: event.target.value })} autoComplete="off" error={said('tags')} hint="With commas between them." className="sm:col-span-2" />
        </div>
      </Panel>
      <Panel title="Document" actions={<LinkButton size="small" href={to.wizard(organisation, { step: 'source', api: api.slug })}>Give it another document</LinkButton>}>
        <div className="grid gap-4 sm:grid-cols-2">
          {api.source.type === 'url'
            ? <TextField label="Address" type="url" mono value={draft.url} onChange={(event) => set({ url: event.target.value })} autoComplete="off" error={said('source.url', 'source')} className="sm:col-span-2" />
            : <p className="text-ink-soft sm:col-span-2">It was uploaded, and stays as it is until another one is given.</p>}
          <SelectField label="It is" value={draft.kind} options={KIND_OPTIONS} onChange={(kind) => set({ kind })} />
          <SelectField label="Read anew" value={draft.refresh} options={EVERY.refresh} onChange={(refresh) => set({ refresh })} hint="A change makes a new revision." disabled={api.source.type !== 'url'} />
          <SelectField label="It has to be" value={draft.validation} options={VALIDATIONS} onChange={(validation) => set({ validation })} hint="What falls short makes no revision that can be used." />
          <TextField label="Only these tools" aside="optional" mono value={draft.only} onChange={(event) => set({ only: event.target.value })} placeholder="list_* GET /pets/*" hint="Patterns of names or operations, with commas between them." autoComplete="off" error={said('settings.only')} />
          <div className="sm:col-span-2"><Switch label="New revisions become current by themselves" hint="Otherwise each waits until somebody has looked at what changed." checked={draft.isAuto} onChange={(isAuto) => set({ isAuto })} /></div>
        </div>
      </Panel>
      <Panel title="API behind it">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Base URL" aside="optional" mono value={draft.upstream} onChange={(event) => set({ upstream: event.target.value })} placeholder="As the document says" autoComplete="off" error={said('settings.upstream')} className="sm:col-span-2" />
          <SelectField label="Look whether it answers" value={draft.probeEvery} options={EVERY.probe} onChange={(probeEvery) => set({ probeEvery })} />
          <TextField label="By asking for" aside="optional" mono value={draft.probe} onChange={(event) => set({ probe: event.target.value })} placeholder="/health" hint="A path that changes nothing. One of the document when empty." autoComplete="off" error={said('settings.probe')} />
        </div>
      </Panel>
      {!isBeside && <Failure error={save.error} />}
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" busy={save.isPending} disabled={lacks('apis:update') || (isSame && 'Nothing is changed')}>Save</Button>
        {!isSame && <Button look="quiet" onClick={() => setDraft(begun)}>Leave it as it was</Button>}
      </div>
    </form>
  );
}
