'use client';
// A server as an MCP client meets it: what it offers, called by hand, with every message that goes to and fro.

import { Plug, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { useParameter, useSetParameters } from '@/hub/url';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { Segments } from '@/ui/choices';
import { PasswordField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import { Callout, Empty, SkeletonRows } from '@/ui/states';
import { Asking } from './asking';
import { type Era, REVISIONS } from './client';
import { Messages } from './messages';
import { type Kind, OfferList } from './offer';
import type { Outcome } from './outcome';
import { QuestionDialog } from './question';
import { useVisit } from './session';

type Who = 'me' | 'key' | 'nobody';

/** What was asked that is remembered. */
const KEPT = 50;

export function Playground({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const why = lacks('servers:call');
  if (!server.deployment?.is_wanted) {
    return <Panel isFlush><Empty icon={<Plug />} title="The server is not deployed" words="Clients can meet it once it is."><LinkButton look="primary" href={to.server(organisation, server.slug, 'deployments')}>Deploy it</LinkButton></Empty></Panel>;
  }
  if (why) return <Callout tone="warn" title="You may not call this server">{why}.</Callout>;
  return <Visiting server={server} />;
}

function Visiting({ server }: { server: Model<'Server'> }) {
  const set = useSetParameters();
  const era: Era = useParameter('era') === 'legacy' ? 'legacy' : 'modern';
  const named = useParameter('kind');
  const kind: Kind = named === 'resources' || named === 'prompts' ? named : 'tools';
  const name = useParameter('name');
  const [who, setWho] = useState<Who>('me');
  const [typed, type] = useState('');
  const [key, setKey] = useState('');
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  // The page and the gateway have one address; the policy of pages allows no other.
  const visit = useVisit(new URL(server.url).pathname, era, who === 'key' ? key : '', who === 'nobody');
  const { offer, error } = visit;
  const isWaiting = who === 'key' && key === '';
  const isOpen = server.settings.access === 'open';
  const isElsewhere = new URL(server.url).origin !== location.origin;
  return (
    <>
      <Panel>
        <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
          <div className="flex flex-col gap-1.5">
            <span className="text-sm font-medium">Protocol</span>
            <Segments<Era> label="Protocol" value={era} onChange={(next) => set({ era: next === 'legacy' ? next : '' })} options={[{ value: 'modern', label: REVISIONS.modern }, { value: 'legacy', label: `${REVISIONS.legacy} and before` }]} />
          </div>
          <SelectField<Who> className="w-56" label="As" value={who} onChange={setWho} options={[{ value: 'me', label: 'Yourself' }, { value: 'key', label: 'Whoever has a key' }, ...(isOpen ? [{ value: 'nobody' as const, label: 'Nobody: without a key' }] : [])]} />
          {who === 'key' && (
            <form className="flex grow items-end gap-2" onSubmit={(event) => { event.preventDefault(); setKey(typed.trim()); }}>
              <PasswordField className="max-w-md grow basis-52" label="Key" mono autoComplete="off" placeholder="mcphub_key_…" value={typed} onChange={(event) => type(event.target.value)} />
              <Button type="submit" look={typed.trim() !== key ? 'primary' : 'plain'} disabled={typed.trim() === '' && 'Paste a key first'}>Use it</Button>
            </form>
          )}
          <Button icon={<RefreshCw className="size-3.5" />} className="ml-auto" onClick={visit.again}>Connect again</Button>
        </div>
        {offer && (
          <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-3 text-sm text-ink-soft">
            <span className="font-medium text-ink">{offer.about.title || offer.about.name}</span><Tag>{offer.about.version}</Tag><span>speaks {offer.about.revision}</span>
            <span>can do {Object.keys(offer.about.capabilities).join(', ') || 'nothing'}</span>
            {offer.about.instructions && <details className="basis-full"><summary className="w-fit font-medium text-accent-text">Its instructions</summary><p className="breaks mt-2 max-h-60 overflow-y-auto whitespace-pre-line">{offer.about.instructions}</p></details>}
          </div>
        )}
      </Panel>
      {isWaiting ? <Callout>Paste a key. It stays on this page, and goes only to the server.</Callout> : error ? (
        <Callout tone="bad" title={isElsewhere ? 'This page has another address than the hub' : 'It could not be connected to'} actions={<Button onClick={visit.again}>Try again</Button>}>{isElsewhere ? <>Servers take requests of the hub&rsquo;s own pages only. Open the console at <a href={new URL(location.pathname + location.search, server.url).href} className="font-medium underline">{new URL(server.url).origin}</a>.</> : sentence(error.message)}</Callout>
      ) : (
        <div className="grid items-start gap-6 xl:grid-cols-[20rem_minmax(0,1fr)]">
          <Panel isFlush>{offer ? <OfferList offer={offer} kind={kind} chosen={name} onKind={(next) => set({ kind: next === 'tools' ? '' : next, name: '' })} onChoose={(next) => set({ name: next })} /> : <SkeletonRows rows={6} />}</Panel>
          {offer && <Asking key={`${kind}${name}${era}`} visit={visit} offer={offer} kind={kind} name={name} asksItself={server.settings.ask === 'destructive'} outcomes={outcomes} onOutcome={(outcome) => setOutcomes((before) => [outcome, ...before].slice(0, KEPT))} />}
        </div>
      )}
      <Messages messages={visit.messages} onClear={visit.clear} />
      <QuestionDialog question={visit.question} />
    </>
  );
}
