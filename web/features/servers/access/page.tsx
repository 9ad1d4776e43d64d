'use client';
// Who may use a server, how much, and with which keys.

import { useQuery } from '@tanstack/react-query';
import { Building2, Globe } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { Tag } from '@/ui/badge';
import { ChoiceCards, Switch } from '@/ui/choices';
import { Link } from '@/ui/link';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SaveBar } from '@/ui/save-bar';
import { NumberField } from '../number-field';
import { useServerChange } from '../settings-draft';
import { Keys } from './keys';

export function ServerAccess({ server }: { server: Model<'Server'> }) {
  const { slug: organisation, lacks } = useOrganisation();
  const about = useQuery(read('/about'));
  const usage = useQuery(read('/organisations/{organisation}/usage', { path: { organisation } }));
  const form = useServerChange(server);
  const { settings, change } = form;
  const [wrong, setWrong] = useState<Record<string, boolean>>({});
  const [round, anew] = useState(0);
  const isWrong = Object.values(wrong).some(Boolean);
  const discard = () => { form.discard(); setWrong({}); anew(round + 1); };
  const wrongIn = (field: string) => (is: boolean) => setWrong((before) => ({ ...before, [field]: is }));
  const day = usage.data?.items.find(({ resource }) => resource === 'calls_per_day');
  const limited = Object.entries(settings.tools ?? {}).filter(([, limits]) => limits.calls_per_minute);
  return (
    <>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Panel title="Who may use it">
          <div className="flex flex-col gap-5">
            <ChoiceCards<Model<'Access'>> label="Who may use it" value={settings.access ?? 'organisation'} onChange={(access) => change({ access })} className="" choices={[
              { value: 'organisation', title: 'Your organisation', words: 'Members and API keys. Each client shows a key, and has the tools that the key may call.', icon: <Building2 /> },
              { value: 'open', title: 'Anybody who has the address', words: 'Without a key. What it may do in the API, everybody may.', icon: <Globe />, disabled: about.data && !about.data.open_servers && settings.access !== 'open' && 'This hub does not allow open servers (setting gateway.allow_open).' },
            ]} />
            <Switch
              label="Ask a person before something is destroyed" checked={settings.ask === 'destructive'} onChange={(isOn) => change({ ask: isOn ? 'destructive' : 'never' })}
              hint="Tools that may destroy something ask first, through the client. Where a client cannot ask, agents have to repeat what they are about to destroy."
            />
          </div>
        </Panel>
        <Panel title="How much" words="In force as soon as it is saved, for all versions.">
          <div key={round} className="grid gap-4 sm:grid-cols-2">
            <NumberField label="Calls per minute, all together" value={settings.calls_per_minute} least={1} most={10_000_000} without="Any number" onWrong={wrongIn('all')} onChange={(value) => change({ calls_per_minute: value })} />
            <NumberField label="Calls per minute of one caller" value={settings.caller_calls_per_minute} least={1} most={10_000_000} without="Any number" onWrong={wrongIn('one')} onChange={(value) => change({ caller_calls_per_minute: value })} />
            <NumberField label="Calls at a time" value={settings.concurrent_calls ?? 100} least={1} most={10_000} hint="More wait a moment, and are then refused." onWrong={wrongIn('once')} onChange={(value) => { if (value !== null) change({ concurrent_calls: value }); }} />
            <NumberField label="Seconds that a call may take" value={settings.call_seconds ?? 60} least={1} most={600} onWrong={wrongIn('seconds')} onChange={(value) => { if (value !== null) change({ call_seconds: value }); }} />
          </div>
          <div className="mt-5 flex flex-col gap-2 border-t border-line pt-4 text-ink-soft">
            {limited.length > 0 ? (
              <div><p className="mb-1.5 font-medium text-ink">Single tools</p><ul className="flex flex-col gap-1">{limited.map(([name, limits]) => <li key={name} className="flex items-center gap-2"><Tag>{name}</Tag><span className="tabular text-sm">{whole(limits.calls_per_minute!)} a minute</span></li>)}</ul></div>
            ) : <p>No tool has a limit of its own. <Link href={to.server(organisation, server.slug, 'tools')} className="font-medium text-accent-text hover:underline">Tools</Link> have them beside their words.</p>}
            {day && <p>The organisation has made <span className="tabular">{whole(day.used)}</span> calls today{day.most ? <>, of <span className="tabular">{whole(day.most)}</span></> : ''}.</p>}
          </div>
        </Panel>
      </div>
      <Keys server={server} />
      <SaveBar isChanged={form.isChanged || isWrong} action="Save" words="It is in force at once." isBusy={form.save.isPending} error={form.save.error} disabled={lacks('servers:update') || (isWrong && 'A number is not right yet')} onSave={() => form.save.mutate()} onDiscard={discard} />
    </>
  );
}
