'use client';
// What a server is called, what is kept of its calls, how long its answers may be; and deleting it.

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem } from '@/hub/problem';
import { changed } from '@/hub/query';
import { useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { Switch } from '@/ui/choices';
import { Confirm } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { SaveBar } from '@/ui/save-bar';
import { Callout } from '@/ui/states';
import { failed, told } from '@/ui/toast';
import { NumberField } from '../number-field';
import { useServerChange } from '../settings-draft';

const SLUG = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;

export function ServerSettings({ server }: { server: Model<'Server'> }) {
  const { lacks } = useOrganisation();
  const set = useSetParameters();
  const form = useServerChange(server, ({ slug }) => set({ server: slug }));
  const { settings, named, change, call } = form;
  const [wrong, setWrong] = useState<Record<string, boolean>>({});
  const [round, anew] = useState(0);
  const problem = form.save.error instanceof HubProblem ? form.save.error : undefined;
  const isSlug = SLUG.test(named.slug ?? '');
  const isNamed = (named.name ?? '').trim() !== '';
  const isWrong = Object.values(wrong).some(Boolean);
  const why = lacks('servers:update') || (!isNamed && 'Give it a name first') || (!isSlug && 'The address cannot be used') || (isWrong && 'A number is not right yet');
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <Panel title="What it is called">
        <div className="flex flex-col gap-4">
          <TextField label="Name" value={named.name ?? ''} onChange={(event) => call({ name: event.target.value })} error={isNamed ? problem?.of('name') : 'Give it a name'} className="max-w-md" />
          <TextField
            label="In addresses" mono spellCheck={false} value={named.slug ?? ''} onChange={(event) => call({ slug: event.target.value })} className="max-w-md"
            error={isSlug ? problem?.of('slug') : 'Use 2 to 40 lower-case letters, digits and hyphens, a letter first'} hint={<code className="breaks font-mono">{server.url.replace(/[^/]+$/, '')}{named.slug}</code>}
          />
          {named.slug !== server.slug && isSlug && <Callout tone="warn" title="Clients know it by its old address">They do not find it any more until they are told the new one.</Callout>}
          <TextArea label="Description" rows={3} value={named.description ?? ''} onChange={(event) => call({ description: event.target.value })} error={problem?.of('description')} hint="For people, and for models where no instructions are written." />
        </div>
      </Panel>
      <Panel title="What is kept of calls" words="In force as soon as it is saved.">
        <div key={round} className="flex flex-col gap-5">
          <Switch label="Keep arguments and answers" checked={settings.capture ?? false} onChange={(capture) => change({ capture })} hint="To look into single calls. What looks like a secret is taken out before it is kept; what people write in arguments is kept as it is. Without it, only times, sizes and outcomes are." />
          <NumberField label="Days that calls are kept" className="max-w-60" value={settings.retention_days} least={1} most={3650} without="As the hub does" onWrong={(is) => setWrong((before) => ({ ...before, days: is }))} onChange={(value) => change({ retention_days: value })} hint="Records and log lines; sums stay." />
        </div>
      </Panel>
      <Panel title="Answers">
        <NumberField key={round} label="Characters of text in an answer" className="max-w-60" value={settings.answer_chars ?? 100_000} least={1000} most={10_000_000} onWrong={(is) => setWrong((before) => ({ ...before, chars: is }))} onChange={(value) => { if (value !== null) change({ answer_chars: value }); }} hint={`What is longer is cut so that it still can be read: about ${Math.round((settings.answer_chars ?? 100_000) / 4).toLocaleString('en')} tokens.`} />
      </Panel>
      <Delete server={server} />
      <SaveBar isChanged={form.isChanged || isWrong} action="Save" isBusy={form.save.isPending} error={problem?.errors.some(({ field }) => ['name', 'slug', 'description'].includes(field)) ? null : form.save.error} disabled={why} onSave={() => form.save.mutate()} onDiscard={() => { form.discard(); form.save.reset(); setWrong({}); anew(round + 1); }} />
    </div>
  );
}

function Delete({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const router = useRouter();
  const [isSure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => answer(hub.DELETE('/organisations/{organisation}/servers/{server}', { params: { path: { organisation, server: server.slug } } })),
    onSuccess: () => {
      told(`${server.name} is deleted`);
      router.replace(to.servers(organisation));
      void changed('/organisations/{organisation}/servers');
    },
    onError: (error) => failed('Not deleted', error),
  });
  const isServed = Boolean(server.deployment && (server.deployment.is_wanted || server.deployment.state !== 'stopped'));
  return (
    <Panel title="Delete it" className="border-bad-line">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 grow basis-72 text-ink-soft">With its design and all of its versions. Records of its calls stay until their time has come. Its APIs stay.</p>
        {isServed && <LinkButton href={to.server(organisation, server.slug, 'deployments')}>Stop it first</LinkButton>}
        <Button look="danger" disabled={lacks('servers:delete') || (isServed && 'It is deployed: stop it first')} onClick={() => setSure(true)}>Delete this server</Button>
      </div>
      <Confirm title={`Delete ${server.name}?`} words="Clients that know it do not find it any more. This cannot be taken back." action="Delete it" typed={server.slug} isOpen={isSure} onClose={() => setSure(false)} onConfirm={() => remove.mutateAsync()} />
    </Panel>
  );
}
