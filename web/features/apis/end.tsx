'use client';
// An API's end: what depends on it is named first, and for a while it can be had back.

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { to } from '@/routes';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { failed, told } from '@/ui/toast';

/** Servers that are named; the others are counted. */
const NAMED = 8;

export function ApiEnd({ api }: { api: Model<'Api'> }) {
  const { slug: organisation, lacks, may } = useOrganisation();
  const router = useRouter();
  const [isSure, setSure] = useState(false);
  const servers = useQuery({ ...whole('/organisations/{organisation}/servers', { path: { organisation }, query: { api: api.id } }), enabled: may('servers:read') });
  const all = servers.data ?? [];
  const running = all.filter(({ deployment }) => deployment?.is_wanted).length;
  const remove = async () => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/apis/{api}', { params: { path: { organisation, api: api.id } } }));
      router.replace(to.apis(organisation));
      await changed('/organisations/{organisation}/apis');
      told(`${api.name} is deleted`, 'For a while it can be restored, from the list of deleted APIs.');
    } catch (error) {
      failed('The API was not deleted', error);
      throw error;
    }
  };
  const depends = all.length === 0 ? <p>No server has its tools.</p> : (
    <div>
      <p>{count(all.length, 'server')} {all.length === 1 ? 'has' : 'have'} its tools{running > 0 && `, ${running} of them deployed`}. What is deployed goes on with the version that it has; no new version can be made with this API.</p>
      <ul aria-label="Servers that depend on it" className="mt-2 list-disc pl-5">
        {all.slice(0, NAMED).map((server) => <li key={server.id} className="breaks">{server.name}{server.deployment?.is_wanted && ' (deployed)'}</li>)}
        {all.length > NAMED && <li>and {all.length - NAMED} more</li>}
      </ul>
    </div>
  );
  return (
    <Panel title="Delete the API" className="border-bad-line">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="max-w-xl text-ink-soft">{depends}</div>
        <Button look="danger" disabled={lacks('apis:delete') || (servers.isPending && may('servers:read') && 'What depends on it is still being read')} onClick={() => setSure(true)}>Delete {api.name}</Button>
      </div>
      <Confirm title={`Delete ${api.name}?`} words={<>{depends}<p className="mt-2">Its document is not read any more, and it is not watched. It can be restored for a while.</p></>} action="Delete the API" typed={api.slug} isOpen={isSure} onClose={() => setSure(false)} onConfirm={remove} />
    </Panel>
  );
}
