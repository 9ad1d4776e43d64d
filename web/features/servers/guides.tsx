'use client';
// How clients are told about a server: one client at a time, with a key made for it on demand.

import { useMutation, useQuery } from '@tanstack/react-query';
import { ExternalLink, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Button } from '@/ui/button';
import { Code, type Language } from '@/ui/code';
import { CopyButton } from '@/ui/copy';
import { Callout, Failure, Skeleton, Trouble } from '@/ui/states';
import { looks } from '@/ui/button';
import { BundleButton } from './bundle';

type Guide = Model<'ConnectionGuide'>;

/** Those that most people have, first. */
const FIRST = ['claude-code', 'cursor', 'vscode', 'claude', 'chatgpt', 'codex'];

function ordered(guides: readonly Guide[]): Guide[] {
  const place = ({ id }: Guide) => { const at = FIRST.indexOf(id); return at < 0 ? FIRST.length : at; };
  return [...guides].sort((one, other) => place(one) - place(other));
}

export function Guides({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const path = { organisation, server: server.slug };
  const guides = useQuery(read('/organisations/{organisation}/servers/{server}/connection-guides', { path }));
  const named = useParameter('client');
  const set = useSetParameters();
  // What the hub shows once stays here as long as the page does, and nowhere else.
  const [made, setMade] = useState<Model<'Connection'>>();
  const connect = useMutation({
    mutationFn: (name: string) => answer(hub.POST('/organisations/{organisation}/servers/{server}/connection-guides', { params: { path }, body: { name } })),
    onSuccess: (connection) => { setMade(connection); void changed('/organisations/{organisation}/api-keys'); },
  });
  if (guides.error) return <Trouble error={guides.error} onRetry={() => void guides.refetch()} />;
  if (!guides.data) return <Skeleton className="h-80 w-full" />;
  const all = ordered(made?.guides ?? guides.data.items);
  const guide = all.find(({ id }) => id === named) ?? all[0];
  if (!guide) return null;
  const isOpen = server.settings.access === 'open';
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-panel py-2 pr-2 pl-4 shadow-low">
        <span className="text-sm text-ink-faint">Address</span>
        <code className="breaks min-w-0 grow font-mono text-sm">{server.url}</code>
        <CopyButton text={server.url} label="Copy the address" />
      </div>
      <div role="group" aria-label="Client" className="flex flex-wrap gap-1.5">
        {all.map((one) => (
          <button
            key={one.id} type="button" aria-pressed={one.id === guide.id} onClick={() => set({ client: one.id })}
            className="rounded-md border border-line-strong bg-panel px-2.5 py-1 text-sm font-medium text-ink-soft shadow-low hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
          >
            {one.title}
          </button>
        ))}
      </div>
      {!isOpen && !made && (
        <Callout title="Each client shows a key" actions={<Button look="primary" icon={<KeyRound className="size-3.5" />} busy={connect.isPending} disabled={lacks('servers:call')} onClick={() => connect.mutate(guide.title)}>Make a key for {guide.title}</Button>}>
          It may call this server and do nothing else. You see it once.
        </Callout>
      )}
      <Failure error={connect.error} />
      {made && (
        <Callout tone="good" title={`A key was made, called ${made.key.name}`} actions={made.key.name !== guide.title && <Button busy={connect.isPending} onClick={() => connect.mutate(guide.title)}>Make another for {guide.title}</Button>}>
          <span className="flex items-center gap-1 text-ink"><code className="breaks font-mono text-sm" data-testid="key">{made.key.key}</code><CopyButton text={made.key.key} label="Copy the key" /></span>
          It stands in what follows. Take it along now: it is not shown again.
        </Callout>
      )}
      {guide.id === 'claude' && <div><BundleButton server={server} /></div>}
      <ol className="flex flex-col gap-4" aria-label={`How to tell ${guide.title}`}>
        {guide.steps.map((step, index) => <li key={index} className="flex min-w-0 flex-col gap-2">{index > 0 && guide.steps[index - 1]!.kind !== 'words' && <span className="text-sm font-medium text-ink-faint">Or</span>}<GuideStep step={step} title={guide.title} isReady={isOpen || made !== undefined} /></li>)}
      </ol>
    </div>
  );
}

function languageOf(path: string): Language {
  const end = path.split('.').pop() ?? '';
  return ({ json: 'json', yaml: 'yaml', yml: 'yaml', toml: 'ini', py: 'python' } as Record<string, Language>)[end] ?? 'text';
}

function GuideStep({ step, title, isReady }: { step: Model<'ConnectionStep'>; title: string; isReady: boolean }) {
  switch (step.kind) {
    case 'words': return <p className="breaks">{sentence(step.text)}</p>;
    case 'command': return <Code title="In a terminal" language="bash" wraps text={step.text} label="the command" />;
    case 'file': return <Code title={`In ${step.path}`} language={languageOf(step.path ?? '')} text={step.text} label="what belongs into the file" />;
    case 'link':
      // An address of a program, not of a page: only those that the hub makes itself.
      if (!isReady) return <Button disabled="Make a key first: the link carries it" icon={<ExternalLink className="size-3.5" />} className="self-start">Open in {title}</Button>;
      return <a href={step.text} className={looks('primary', 'medium', 'self-start')}><ExternalLink aria-hidden className="size-3.5" />Open in {title}</a>;
  }
}
