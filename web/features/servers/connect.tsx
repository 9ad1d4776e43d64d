'use client';
// How clients are told about a server, with the first call as it comes.

import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Callout } from '@/ui/states';
import { FirstCall } from './first-call';
import { Guides } from './guides';

export function ServerConnect({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  if (!server.deployment?.is_wanted) return <Callout tone="warn" title="The server is not deployed" actions={<LinkButton href={to.server(organisation, server.slug)}>To its overview</LinkButton>}>Clients can be told about it once it is.</Callout>;
  return <div className="flex max-w-4xl min-w-0 flex-col gap-6"><FirstCall server={server} /><Guides server={server} /></div>;
}
