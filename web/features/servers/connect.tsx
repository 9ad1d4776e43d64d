'use client';
// How clients are told about a server, with the first call as it comes; and what registries and programs take.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { Json } from '@/ui/code';
import { Panel } from '@/ui/page';
import { Callout, Failure, Skeleton } from '@/ui/states';
import { BundleButton } from './bundle';
import { FirstCall } from './first-call';
import { Guides } from './guides';

export function ServerConnect({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  if (!server.deployment?.is_wanted) return <Callout tone="warn" title="The server is not deployed" actions={<LinkButton href={to.server(organisation, server.slug, 'deployments')}>Deploy it</LinkButton>}>Clients can be told about it once it is.</Callout>;
  return <div className="flex max-w-4xl min-w-0 flex-col gap-6"><FirstCall server={server} /><Guides server={server} /><Files server={server} /></div>;
}

/** For programs rather than people: a bundle to install, and what a registry says of it. */
function Files({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug };
  const [isShown, show] = useState(false);
  const manifest = useQuery({ ...read('/organisations/{organisation}/servers/{server}/server.json', { path }), enabled: isShown });
  return (
    <Panel title="As a file">
      <ul className="flex flex-col divide-y divide-line">
        <li className="flex flex-wrap items-center justify-between gap-3 pb-4">
          <div className="min-w-0 grow basis-60"><p className="font-medium">A bundle</p><p className="text-ink-soft">For Claude Desktop and others that install servers by a click. It asks for a key; there is no secret in it.</p></div>
          <BundleButton server={server} />
        </li>
        <li className="flex flex-wrap items-center justify-between gap-3 pt-4">
          <div className="min-w-0 grow basis-60"><p className="font-medium">server.json</p><p className="text-ink-soft">What a registry says of it. This hub&rsquo;s own registry has it already.</p></div>
          <Button aria-expanded={isShown} onClick={() => show(!isShown)}>{isShown ? 'Hide it' : 'Show it'}</Button>
        </li>
      </ul>
      {isShown && <div className="mt-4">{manifest.error ? <Failure error={manifest.error} /> : manifest.data ? <Json title="server.json" value={manifest.data} /> : <Skeleton className="h-40 w-full" />}</div>}
    </Panel>
  );
}
